import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { RecordFilter, TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { useCallback, useEffect, useRef, useState } from 'react';
import { MAX_LIMIT } from '../links.ts';
import { failureOf, type StoreFailure } from '../store/store-failure.ts';

/** What the page asks for. A new object asks again. */
export interface Selection {
  range: TimeRange;
  filter: RecordFilter;
  /** Rows per page. */
  limit: number;
  /** How often the same was asked before: a relative range moves on each time. */
  refreshes: number;
}

interface State {
  records: readonly UsageRecord[];
  next: RecordKey | null;
  /** What `records` answers; null until the first answer. */
  selection: Selection | null;
  loading: 'page' | 'more' | null;
  failure: StoreFailure | null;
}

export interface RecordList extends State {
  loadMore(): void;
}

/** The last question answered, and how many rows have come of it. */
interface Asked {
  ledger: UsageLedger;
  filter: RecordFilter;
  limit: number;
  shown: number;
}

const NOTHING: State = { records: [], next: null, selection: null, loading: null, failure: null };

/** The newest records of `selection`; the former rows stand until their successors are there. */
export function useRecordList(ledger: UsageLedger, selection: Selection): RecordList {
  const [state, setState] = useState<State>(NOTHING);
  const asked = useRef<Asked | null>(null);
  const more = useRef<AbortController | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const limit = rowsToAsk(asked.current, ledger, selection);
    ledger.list({ range: selection.range, filter: selection.filter, limit, signal: abort.signal }).then(
      ({ records, next }) => {
        if (!abort.signal.aborted) {
          asked.current = { ledger, filter: selection.filter, limit: selection.limit, shown: records.length };
          setState({ records, next, selection, loading: null, failure: null });
        }
      },
      (error: unknown) => {
        if (!abort.signal.aborted) {
          setState({ ...NOTHING, selection, loading: null, failure: failureOf(error) });
        }
      },
    );
    return () => {
      abort.abort();
      more.current?.abort();
    };
  }, [ledger, selection]);

  const { range, filter, limit } = selection;
  const { next, loading } = state;
  const loadMore = useCallback(() => {
    if (next === null || loading !== null) {
      return;
    }
    const abort = new AbortController();
    more.current = abort;
    setState((before) => ({ ...before, loading: 'more' }));
    ledger.list({ range, filter, limit, before: next, signal: abort.signal }).then(
      (page) => {
        if (!abort.signal.aborted) {
          if (asked.current) {
            asked.current.shown += page.records.length;
          }
          setState((before) => ({
            ...before,
            records: [...before.records, ...page.records],
            next: page.next,
            loading: null,
          }));
        }
      },
      (error: unknown) => {
        if (!abort.signal.aborted) {
          setState((before) => ({ ...before, loading: null, failure: failureOf(error) }));
        }
      },
    );
  }, [ledger, range, filter, limit, next, loading]);

  return { ...state, loading: state.selection === selection ? loading : 'page', loadMore };
}

/** Who has loaded more keeps it through a refresh, as far as one page may reach. */
function rowsToAsk(asked: Asked | null, ledger: UsageLedger, { filter, limit }: Selection): number {
  const same = asked?.ledger === ledger && asked.filter === filter && asked.limit === limit;
  return same ? Math.min(Math.max(limit, asked.shown), MAX_LIMIT) : limit;
}
