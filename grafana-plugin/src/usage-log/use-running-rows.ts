import { outcomeOf, type RecordKey } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useEffect, useState, type RefObject } from 'react';
import { useQuery } from '../store/use-query.ts';
import type { RowRange } from './row-window.ts';
import type { RecordList } from './use-record-list.ts';
import { useIsHidden } from '../time/use-refresh.ts';

const INTERVAL_MS = 2000;
/** The list reports its own failures; this query only waits longer. */
const INTERVAL_AFTER_FAILURE_MS = 30_000;

/**
 * Reads the visible running rows again every 2 s, until they have ended. Pauses while the tab is hidden and while the list
 * itself is read.
 */
export function useRunningRows(ledger: UsageLedger, list: RecordList, visible: RefObject<RowRange>): void {
  const { records, update } = list;
  const paused = useIsHidden() || list.loading !== null;
  /** The rows to read; a new object reads again. */
  const [keys, setKeys] = useState<readonly RecordKey[]>([]);
  const load = useCallback((signal: AbortSignal) => ledger.records(keys, signal), [ledger, keys]);
  const query = useQuery(paused || keys.length === 0 ? null : load);
  const versions = query.status === 'ready' ? query.value : null;
  useEffect(() => {
    if (versions !== null) {
      update(versions.filter((version) => version !== null));
    }
  }, [versions, update]);
  const waits = !paused && (query.status !== 'loading' || keys.length === 0);
  const failed = query.status === 'failed';
  useEffect(() => {
    if (!waits) {
      return;
    }
    const check = () => {
      const { first, end } = visible.current ?? { first: 0, end: 0 };
      const running = records.slice(first, end).filter((record) => outcomeOf(record) === 'running');
      if (running.length > 0) {
        setKeys(running);
      }
    };
    const timer = setInterval(check, failed ? INTERVAL_AFTER_FAILURE_MS : INTERVAL_MS);
    return () => clearInterval(timer);
  }, [waits, failed, records, visible]);
}
