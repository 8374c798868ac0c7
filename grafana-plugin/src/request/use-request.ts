import { outcomeOf, type Attempt, type RecordDetail, type RecordKey, type UsageRecord } from '@tokentrail/records';
import { isSameVersion, type RecordVersion, type UsageLedger, type VersionedAttempts } from '@tokentrail/usage-store';
import { useCallback, useEffect, useState } from 'react';
import { useLedger } from '../store/LedgerProvider.tsx';
import { failureOf, type StoreFailure } from '../store/store-failure.ts';
import { useQuery, type Query } from '../store/use-query.ts';
import { useIsHidden } from '../time/use-refresh.ts';

/** The parts of a record, all of one version. */
export interface RequestParts {
  record: UsageRecord;
  /** Null until it is loaded, and if it could not be. */
  detail: RecordDetail | null;
  /** Loading for users who may not read them. */
  attempts: Query<Attempt[]>;
  /** Whether the attempts belong to an older version than the record: the store does not have newer ones. */
  attemptsOutdated: boolean;
  /** The version. Another one replaces all parts, so what is read separately has to be read again. */
  version: RecordVersion;
  /** Why the newest version could not be read. The parts are those that are known. */
  failure: StoreFailure | null;
  loading: boolean;
  /** Whether the ledger no longer has the record. */
  isGone: boolean;
  /** Reads all parts again. */
  refresh: () => void;
}

const INTERVAL_MS = 2000;
const INTERVAL_AFTER_FAILURE_MS = 30_000;

/**
 * Reads all parts of a record together. A newer version replaces all of them at once: as soon as a list has it, on a
 * refresh, and every 2 s while the record runs and the tab is visible.
 *
 * @param known the record as a list has it; it is shown until all parts are read. Null reads nothing.
 */
export function useRequest(known: UsageRecord | null): RequestParts | null {
  const { stores, mayReadTraces } = useLedger();
  const { ledger } = stores;
  /** Number of reads that were asked for. */
  const [reads, setReads] = useState(0);
  const refresh = useCallback(() => setReads((count) => count + 1), []);
  const { startUnixNano = '', traceId = '', spanId = '', sender, state, receivedAtMs } = known ?? {};
  const load = useCallback(
    async (signal: AbortSignal) => {
      const key = { startUnixNano, traceId, spanId, ...(sender && { sender }) };
      const parts = await readParts(ledger, key, mayReadTraces, signal);
      // A new version in the list, and a refresh, read again.
      return { parts, state, receivedAtMs, reads };
    },
    [ledger, startUnixNano, traceId, spanId, sender, mayReadTraces, state, receivedAtMs, reads],
  );
  const query = useQuery(known === null ? null : load, `${startUnixNano}-${traceId}-${spanId}-${sender}`);
  const read = query.value?.parts;
  const shown = read ?? (known && { record: known, detail: null, version: null, attempts: null });
  usePolling(shown?.record ?? null, query, refresh);
  if (shown === null) {
    return null;
  }
  const { attempts, record, detail, version } = shown;
  return {
    record,
    detail,
    version,
    attempts: attemptsQuery(attempts, query),
    attemptsOutdated: attempts?.status === 'ready' && !isSameVersion(attempts.value.version, version),
    failure: query.status === 'ready' ? null : (query.failure ?? null),
    loading: query.status === 'loading',
    isGone: read === null,
    refresh,
  };
}

interface Parts {
  record: UsageRecord;
  detail: RecordDetail | null;
  version: RecordVersion;
  /** Null for users who may not read them, and until they are read. */
  attempts: Query<VersionedAttempts> | null;
}

/** A record that was replaced between the reads is read again, this many times in all. */
const MAX_READS = 4;
const PAUSE_MS = 250;

/** Null if the ledger no longer has the record. */
async function readParts(
  ledger: UsageLedger,
  key: RecordKey,
  withAttempts: boolean,
  signal: AbortSignal,
): Promise<Parts | null> {
  for (let read = 1; ; read++) {
    const [whole, attempts] = await Promise.all([
      ledger.whole(key, signal),
      withAttempts ? settled(ledger.versionedAttempts(key, signal)) : null,
    ]);
    if (whole === null) {
      return null;
    }
    if (attempts?.status !== 'ready' || isSameVersion(attempts.value.version, whole.version) || read === MAX_READS) {
      return { ...whole, attempts };
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    signal.throwIfAborted();
  }
}

/** The attempts have a failure of their own, so that the rest shows without them. A busy store is read again as a whole. */
async function settled<T>(result: Promise<T>): Promise<Query<T>> {
  try {
    return { status: 'ready', value: await result };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'busy' || failure.kind === 'cancelled') {
      throw error;
    }
    return { status: 'failed', failure };
  }
}

function attemptsQuery(attempts: Parts['attempts'], query: Query<unknown>): Query<Attempt[]> {
  if (attempts?.status === 'ready') {
    return { status: 'ready', value: attempts.value.attempts };
  }
  if (attempts?.status === 'failed') {
    return { status: 'failed', failure: attempts.failure };
  }
  return query.status === 'ready' ? { status: 'loading' } : { ...query, value: undefined };
}

/** Reads a running record again and again. */
function usePolling(record: UsageRecord | null, { status }: Query<unknown>, refresh: () => void): void {
  const runs = record !== null && outcomeOf(record) === 'running';
  const hidden = useIsHidden();
  const waits = runs && status !== 'loading' && !hidden;
  useEffect(() => {
    if (!waits) {
      return;
    }
    const timer = setTimeout(refresh, status === 'failed' ? INTERVAL_AFTER_FAILURE_MS : INTERVAL_MS);
    return () => clearTimeout(timer);
  }, [waits, status, refresh, record]);
}
