import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useEffect, useRef, useState } from 'react';
import { MAX_LIMIT } from '../links.ts';
import type { StoreFailure } from '../store/store-failure.ts';
import { useQuery } from '../store/use-query.ts';
import type { Selection } from './use-selection.ts';

export interface RecordList {
  records: readonly UsageRecord[];
  /** Whether older records follow. */
  hasMore: boolean;
  /** The selection that `records` belong to; null before the first result and after a failure. */
  selection: Selection | null;
  loading: 'page' | 'more' | null;
  failure: StoreFailure | null;
  loadMore(): void;
}

/** Records of one or more pages. */
interface Rows {
  ledger: UsageLedger;
  selection: Selection;
  records: readonly UsageRecord[];
  next: RecordKey | null;
}

/** Newest records of `selection`. While a new selection loads, the previous rows stay. */
export function useRecordList(ledger: UsageLedger, selection: Selection): RecordList {
  const shownRows = useRef<Rows | null>(null);
  const loadFirst = useCallback(
    async (signal: AbortSignal): Promise<Rows> => {
      const { range, filter } = selection;
      const limit = rowsToLoad(shownRows.current, ledger, selection);
      return { ledger, selection, ...(await ledger.list({ range, filter, limit, signal })) };
    },
    [ledger, selection],
  );
  const first = useQuery(loadFirst, ledger);
  const firstRows = (first.status === 'failed' ? null : first.value) ?? null;
  const { rows, loading, failure, loadMore } = useMoreRows(firstRows, first.status === 'ready');
  useEffect(() => {
    shownRows.current = rows;
  }, [rows]);
  return {
    records: rows?.records ?? [],
    hasMore: rows !== null && rows.next !== null,
    selection: rows?.selection ?? null,
    loading: first.status === 'loading' ? 'page' : loading ? 'more' : null,
    failure: (first.status === 'ready' ? failure : first.failure) ?? null,
    loadMore,
  };
}

/** Appends further pages to the first rows. New first rows discard the appended pages. */
function useMoreRows(first: Rows | null, enabled: boolean) {
  /** The rows to continue; a new object loads their next page. */
  const [request, setRequest] = useState<{ first: Rows; after: Rows } | null>(null);
  const isCurrent = enabled && request !== null && request.first === first;
  const loadNext = useCallback(
    async (signal: AbortSignal): Promise<Rows> => {
      if (request === null || request.after.next === null) {
        throw new Error('there is no next page');
      }
      const { ledger, selection, records, next } = request.after;
      const { range, filter, limit } = selection;
      const page = await ledger.list({ range, filter, limit, before: next, signal });
      return { ledger, selection, records: [...records, ...page.records], next: page.next };
    },
    [request],
  );
  const query = useQuery(isCurrent ? loadNext : null, first);
  const rows = (request?.first === first ? query.value : undefined) ?? first;
  const loading = isCurrent && query.status === 'loading';
  const loadMore = () => {
    if (enabled && first !== null && rows !== null && rows.next !== null && !loading) {
      setRequest({ first, after: rows });
    }
  };
  return { rows, loading, failure: isCurrent && query.status === 'failed' ? query.failure : null, loadMore };
}

/** After "Load more", a refresh loads all rows shown before, up to the limit of one page. */
function rowsToLoad(shown: Rows | null, ledger: UsageLedger, { filter, limit }: Selection): number {
  const isRefresh =
    shown !== null && shown.ledger === ledger && shown.selection.filter === filter && shown.selection.limit === limit;
  return isRefresh ? Math.min(Math.max(limit, shown.records.length), MAX_LIMIT) : limit;
}
