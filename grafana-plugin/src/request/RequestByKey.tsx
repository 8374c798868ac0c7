import type { TimeZone } from '@grafana/data';
import { EmptyState, LoadingPlaceholder } from '@grafana/ui';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { unixMs } from '../format.ts';
import { Failure } from '../states/Failure.tsx';
import type { Stores } from '../store/stores.ts';
import { useLoaded } from '../store/use-loaded.ts';
import { testIds } from '../testIds.ts';
import { RequestDetail } from './RequestDetail.tsx';

interface Props {
  recordKey: RecordKey;
  /** The record where it is at hand; null looks it up. */
  record: UsageRecord | null;
  stores: Stores;
  ds: string | null;
  timeZone: TimeZone;
  mayReadTraces: boolean;
}

/** The detail of the record that `recordKey` names. */
export function FoundRequest({ recordKey, record, ...detail }: Props) {
  const { startUnixNano, traceId, spanId, sender } = recordKey;
  const { ledger } = detail.stores;
  const find = useCallback(
    (signal: AbortSignal) =>
      findRecord(ledger, { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) }, signal),
    [ledger, startUnixNano, traceId, spanId, sender],
  );
  const found = useLoaded(record === null ? find : null);
  if (record !== null) {
    return <RequestDetail record={record} {...detail} />;
  }
  if (found.status === 'loading') {
    return <LoadingPlaceholder text="Loading request…" data-testid={testIds.states.loading} />;
  }
  if (found.status === 'failed') {
    return <Failure failure={found.failure} ds={detail.ds} />;
  }
  return found.value === null ? (
    <EmptyState variant="not-found" message="This request is not in the ledger">
      It may have outlived the time records are kept, or belong to another data source.
    </EmptyState>
  ) : (
    <RequestDetail record={found.value} {...detail} />
  );
}

/** By the whole key; where the link knew whole milliseconds alone, among the records of that millisecond. */
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
