import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { RecordSummary } from './RecordSummary.tsx';

interface Props {
  record: UsageRecord;
  timeZone: TimeZone;
}

/** What every user sees under a row that is unfolded. The table loads it when a row is unfolded for the first time. */
export default function UnfoldedRow({ record, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.content}>
      <RecordSummary record={record} timeZone={timeZone} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // As high as the placeholder while it loads, so that the rows below move once.
  content: css({ minHeight: theme.spacing(20) }),
});
