import type { UsageRecord } from '@tokentrail/records';
import type { RecordCursor, RecordPage, SortField, UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { MAX_LIMIT } from '../links.ts';
import type { StoreFailure } from '../store/store-failure.ts';
import { useQuery, type Query } from '../store/use-query.ts';
import { firstRows, refreshed, withNextPage, withOffer, withVersions, type Rows } from './record-rows.ts';
import type { Selection } from './use-selection.ts';

export interface RecordList {
  records: readonly UsageRecord[];
  /** Whether older records follow. */
  hasMore: boolean;
  /** The selection that `records` belong to; null before the first result. */
  selection: Selection | null;
  /** `page`: the first rows of a selection. */
  loading: 'page' | 'refresh' | 'more' | null;
  /** Why the selection has no rows. */
  failure: StoreFailure | null;
  /** Why the rows are not up to date: the last refresh failed. */
  stale: StoreFailure | null;
  /** Why the next page is missing. */
  moreFailure: StoreFailure | null;
  loadMore(): void;
  /** Shows newer versions of some of the records. */
  update(versions: readonly UsageRecord[]): void;
  /** New rows that a refresh found. They are not shown yet, because they would move the others. */
  offer: { count: number; isMore: boolean } | null;
  showOffer(): void;
  /** Number of offers that the user has accepted. */
  shownOffers: number;
}

/** Identifies the rows that a refresh continues. A new object starts with new rows. */
interface Scope {
  ledger: UsageLedger;
  selectionId: string;
  sort: SortField;
  /** Rows per page. */
  limit: number;
}

interface LoadedRows extends Rows {
  scope: Scope;
  selection: Selection;
}

interface LoadedPage extends RecordPage {
  scope: Scope;
  selection: Selection;
}

/**
 * First records of `selection` in its order. While another selection loads, the previous rows stay. A refresh updates rows, keeps all
 * that were loaded, and offers new ones.
 */
export function useRecordList(ledger: UsageLedger, selection: Selection): RecordList {
  const { id: selectionId, sort, limit } = selection;
  const scope = useMemo<Scope>(() => ({ ledger, selectionId, sort, limit }), [ledger, selectionId, sort, limit]);
  const [rows, setRows] = useState<LoadedRows | null>(null);
  const page = useFirstPage(scope, selection, rows?.scope === scope ? rows.records.length : 0);
  const [read, setRead] = useState<LoadedPage | null>(null);
  if (page.status === 'ready' && page.value !== read) {
    setRead(page.value);
    setRows(rowsAfter(rows, page.value));
  }
  const [shownOffers, setShownOffers] = useState(0);
  const more = useNextPage(rows, (next) => setRows(rows && { ...rows, ...withNextPage(rows, next) }));
  const update = useCallback(
    (versions: readonly UsageRecord[]) => setRows((shown) => shown && { ...shown, ...withVersions(shown, versions) }),
    [],
  );
  const hasRows = rows?.scope === scope;
  const failure = (page.status === 'ready' ? null : page.failure) ?? null;
  return {
    records: rows?.records ?? [],
    hasMore: rows !== null && rows.next !== null,
    selection: rows?.selection ?? null,
    loading: page.status === 'loading' ? (hasRows ? 'refresh' : 'page') : more.loading ? 'more' : null,
    failure: hasRows ? null : failure,
    stale: hasRows ? failure : null,
    moreFailure: more.failure,
    loadMore: more.load,
    update,
    offer: rows?.offer ?? null,
    showOffer: () => {
      setRows(rows && { ...rows, ...withOffer(rows) });
      setShownOffers((count) => count + 1);
    },
    shownOffers,
  };
}

/**
 * Reads the first rows: one page, or on a refresh as many as are shown. Of rows in the order of time, at most as many as one
 * query may read: later ones no longer change, or are polled.
 */
function useFirstPage(scope: Scope, selection: Selection, shownCount: number): Query<LoadedPage> {
  const count = useRef(shownCount);
  useEffect(() => {
    count.current = shownCount;
  }, [shownCount]);
  const load = useCallback(
    async (signal: AbortSignal): Promise<LoadedPage> => {
      const rows = Math.max(selection.limit, count.current);
      const { range, filter, sort } = selection;
      const list = (limit: number, before?: RecordCursor) =>
        scope.ledger.list({ range, filter, sort, limit, signal, ...(before && { before }) });
      let page = await list(Math.min(rows, MAX_LIMIT));
      // Rows of another order than by time move when they change, so all shown ones are read again.
      while (sort !== 'time' && page.next !== null && page.records.length < rows) {
        const next = await list(Math.min(rows - page.records.length, MAX_LIMIT), page.next);
        page = { records: [...page.records, ...next.records], next: next.next };
      }
      return { scope, selection, ...page };
    },
    [scope, selection],
  );
  return useQuery(load, scope);
}

function rowsAfter(rows: LoadedRows | null, page: LoadedPage): LoadedRows {
  const { scope, selection } = page;
  if (rows === null || rows.scope !== scope || selection.sort !== 'time') {
    return { scope, selection, ...firstRows(page) };
  }
  const next = refreshed(rows, page);
  return { scope, selection, ...(selection.showsNewRows ? withOffer(next) : next) };
}

/** Loads the page after `rows` on request. */
function useNextPage(rows: LoadedRows | null, onPage: (page: RecordPage) => void) {
  /** The end of the rows to continue; a new object starts again. */
  const [request, setRequest] = useState<{ rows: LoadedRows } | null>(null);
  const isCurrent = request !== null && request.rows.scope === rows?.scope && request.rows.next === rows.next;
  const load = useCallback(
    async (signal: AbortSignal): Promise<RecordPage> => {
      if (request === null || request.rows.next === null) {
        throw new Error('there is no next page');
      }
      const { scope, selection, next } = request.rows;
      const { range, filter, sort, limit } = selection;
      return scope.ledger.list({ range, filter, sort, limit, before: next, signal });
    },
    [request],
  );
  const page = useQuery(isCurrent ? load : null);
  if (isCurrent && page.status === 'ready') {
    onPage(page.value);
  }
  const loading = isCurrent && page.status === 'loading';
  return {
    loading,
    failure: (isCurrent && page.status !== 'ready' ? page.failure : null) ?? null,
    load: () => {
      if (rows !== null && rows.next !== null && !loading) {
        setRequest({ rows });
      }
    },
  };
}
