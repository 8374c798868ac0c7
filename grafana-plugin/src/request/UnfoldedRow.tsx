import { css } from '@emotion/css';
import type { GrafanaTheme2, TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React from 'react';
import { RecordSummary } from './summary/RecordSummary.tsx';
import { useWholeRecord } from './use-whole-record.ts';

interface Props {
  record: UsageRecord;
  timeZone: TimeZone;
}

/**
 * What every user sees under a row that is unfolded: the whole record, without attempts and content. The table loads this
 * part when a row is unfolded for the first time.
 */
export default function UnfoldedRow({ record, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const { whole, loading, failure } = useWholeRecord(record);
  return (
    <div className={styles.content}>
      {loading ? (
        <LoadingPlaceholder text={t('request.loading', 'Loading request…')} />
      ) : (
        <RecordSummary {...whole} timeZone={timeZone} />
      )}
      {failure !== null && (
        <p className={styles.note}>
          {t(
            'request.unfolded.incomplete',
            'Some details could not be read. Fold and unfold the row to read them again.',
          )}
        </p>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // As high as the placeholder, so that the rows below move once.
  content: css({ minHeight: theme.spacing(20) }),
  note: css({ color: theme.colors.text.secondary, margin: theme.spacing(1, 0, 0) }),
});
