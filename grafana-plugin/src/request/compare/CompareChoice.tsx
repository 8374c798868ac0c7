import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import { recordKeyOf, type UsageRecord } from '@tokentrail/records';
import type { RecordFilter } from '@tokentrail/usage-store';
import React, { useCallback, useMemo } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { formatTime } from '../../format.ts';
import { joined, shortModelText } from '../../record/record-view.ts';
import { QueryState } from '../../states/QueryState.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useRepeatable } from '../../store/use-repeatable.ts';
import { testIds } from '../../testIds.ts';
import { PastedRequest } from './PastedRequest.tsx';
import type { RequestRef } from '../request-view.ts';
import { adjacentRecords, type AdjacentRecords } from '../adjacent-records.ts';

interface Props {
  record: UsageRecord;
  onCompare: (other: RequestRef) => void;
}

/** Requests to compare with: the call before and after in the same session and with the same key, or one whose link is pasted. */
export default function CompareChoice({ record, onCompare }: Props) {
  const styles = useStyles2(getStyles);
  const { sessionId, keyName } = record;
  return (
    <div className={styles.choice} data-testid={testIds.request.compareChoice}>
      {sessionId !== null && (
        <Adjacent
          title={t('request.compare.session', 'Same session')}
          field="session"
          value={sessionId}
          {...{ record, onCompare }}
        />
      )}
      {keyName !== null && (
        <Adjacent
          title={t('request.compare.key', 'Same key')}
          field="key_name"
          value={keyName}
          {...{ record, onCompare }}
        />
      )}
      <PastedRequest {...{ record, onCompare }} />
    </div>
  );
}

interface AdjacentProps extends Props {
  title: string;
  field: 'session' | 'key_name';
  value: string;
}

function Adjacent({ title, field, value, record, onCompare }: AdjacentProps) {
  const styles = useStyles2(getStyles);
  const { stores, ds } = useLedger();
  const filter = useMemo<RecordFilter>(
    () => ({ recordTypes: ['usage'], conditions: [{ field, values: [value] }] }),
    [field, value],
  );
  const load = useCallback(
    (signal: AbortSignal) => adjacentRecords(stores.ledger, record, { filter }, signal),
    [stores, record, filter],
  );
  const { query, retry } = useRepeatable(load);
  return (
    <div role="group" aria-label={title}>
      <div className={styles.title}>{title}</div>
      <QueryState query={query} loadingText={t('request.compare.loading', 'Loading…')} ds={ds} onRetry={retry}>
        {(calls) => <Calls {...{ calls, onCompare }} />}
      </QueryState>
    </div>
  );
}

function Calls({ calls: { previous, next }, onCompare }: { calls: AdjacentRecords; onCompare: Props['onCompare'] }) {
  const styles = useStyles2(getStyles);
  return previous === null && next === null ? (
    <span className={styles.title}>{t('request.compare.no-others', 'No other call')}</span>
  ) : (
    <div className={styles.calls}>
      {previous !== null && (
        <Call label={t('request.compare.previous', 'Previous')} record={previous} onCompare={onCompare} />
      )}
      {next !== null && <Call label={t('request.compare.next', 'Next')} record={next} onCompare={onCompare} />}
    </div>
  );
}

function Call({ label, record, onCompare }: Props & { label: string }) {
  const { timeZone } = useLedger();
  const name = joined(' · ', shortModelText(record), formatTime(record.startUnixNano, timeZone, true)) ?? '';
  return (
    <Button size="sm" variant="secondary" fill="text" onClick={() => onCompare(recordKeyOf(record))}>
      {label}: <NameText text={name} />
    </Button>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  choice: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    width: theme.spacing(45),
    maxWidth: '100%',
  }),
  title: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  calls: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start' }),
});
