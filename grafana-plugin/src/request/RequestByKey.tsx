import { t, Trans } from '@grafana/i18n';
import { EmptyState } from '@grafana/ui';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { unixMs } from '../format.ts';
import { QueryState } from '../states/QueryState.tsx';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useQuery } from '../store/use-query.ts';
import { RequestDetail } from './RequestDetail.tsx';
import type { RequestView } from './request-view.ts';
import type { RequestSection } from './sections.ts';

interface Props {
  recordKey: RecordKey;
  /** The record, if the caller has it already. */
  record?: UsageRecord | undefined;
  /** Default: all. */
  sections?: readonly RequestSection[];
  view: RequestView;
  onView: (change: Partial<RequestView>) => void;
}

/** Detail of the record with `recordKey`. Looks the record up unless the caller passes it. */
export function RequestByKey({ recordKey, record, ...parts }: Props) {
  const { stores, ds } = useLedger();
  const { startUnixNano, traceId, spanId, sender } = recordKey;
  const { ledger } = stores;
  const find = useCallback(
    (signal: AbortSignal) =>
      findRecord(ledger, { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) }, signal),
    [ledger, startUnixNano, traceId, spanId, sender],
  );
  const query = useQuery(record === undefined ? find : null);
  if (record !== undefined) {
    return <RequestDetail record={record} {...parts} />;
  }
  return (
    <QueryState query={query} loadingText={t('request.loading', 'Loading request…')} ds={ds}>
      {(found) =>
        found === null ? (
          <EmptyState variant="not-found" message={t('request.not-found.title', 'This request is not in the ledger')}>
            <Trans i18nKey="request.not-found.help">
              Its retention time may have ended, or it may belong to another data source.
            </Trans>
          </EmptyState>
        ) : (
          <RequestDetail record={found} {...parts} />
        )
      }
    </QueryState>
  );
}

/** Looks up the exact key. If its start has whole milliseconds only, searches the records of that millisecond. */
async function findRecord(ledger: UsageLedger, key: RecordKey, signal: AbortSignal): Promise<UsageRecord | null> {
  const exact = await ledger.record(key, signal);
  if (exact !== null || !key.startUnixNano.endsWith('000000')) {
    return exact;
  }
  const fromMs = unixMs(key.startUnixNano);
  const { records } = await ledger.list({ range: { fromMs, toMs: fromMs + 1 }, filter: {}, limit: 500, signal });
  return (
    records.find(
      ({ traceId, spanId, sender }) =>
        traceId === key.traceId && spanId === key.spanId && (key.sender === undefined || sender === key.sender),
    ) ?? null
  );
}
