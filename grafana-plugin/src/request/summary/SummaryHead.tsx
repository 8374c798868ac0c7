import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Stack, useStyles2 } from '@grafana/ui';
import { isEvent, type UsageRecord, visibleText } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { joined, marksOf, statusOf } from '../../record/record-view.ts';
import { sourceWord } from '../../record/record-words.ts';
import { RecordLinks } from '../RecordLinks.tsx';
import { recordName } from '../request-title.ts';

interface Props {
  record: UsageRecord;
  /** Shown beside the links. */
  actions?: ReactNode;
}

/** What a record was and how it ended, with the links to what the app recorded. */
export function SummaryHead({ record, actions }: Props) {
  const styles = useStyles2(getStyles);
  const event = isEvent(record.recordType);
  return (
    <div>
      <div className={styles.head}>
        <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
          <h2 className={styles.title}>
            <NameText text={recordName(record)} />
          </h2>
          <StatusBadge record={record} />
          {!event && <CallBadges record={record} />}
        </Stack>
        <div className={styles.actions}>
          {actions}
          <RecordLinks record={record} />
        </div>
      </div>
      {!event && (
        <p className={styles.words}>
          {[...new Set([statusOf(record), ...marksOf(record)].map(({ words }) => words))].join('. ')}.
        </p>
      )}
    </div>
  );
}

function CallBadges({ record }: { record: UsageRecord }) {
  const styles = useStyles2(getStyles);
  const { stream, source, recordType } = record;
  return (
    <>
      {stream && <Badge text={t('request.summary.stream', 'stream')} color="blue" />}
      {!stream && recordType === 'usage' && <Badge text={t('request.summary.standard', 'standard')} color="blue" />}
      {source !== null && source !== 'api_key' && <Badge text={visibleText(sourceWord(source))} color="purple" />}
      <span className={styles.aside}>
        <NameText text={joined(' · ', record.provider, record.operation) ?? ''} />
      </span>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: theme.spacing(0.5, 2) }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  title: css({
    margin: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  aside: css({ color: theme.colors.text.secondary }),
  words: css({ color: theme.colors.text.secondary, margin: 0 }),
});
