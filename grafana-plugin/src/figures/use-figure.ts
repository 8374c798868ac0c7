import { useCallback, useMemo, useState } from 'react';
import type { StoreFailure } from '../store/store-failure.ts';
import { useQuery, type Load } from '../store/use-query.ts';

/** What a figure is read for. A new object reads again. */
export interface Identified {
  /** Stays the same on a refresh. */
  id: string;
}

/** A figure of a selection as it is shown. */
export interface Figure<T> {
  /** Null until the first result, and after a failure for another selection than that of the last result. */
  value: T | null;
  /** Whether `value` is of the previous selection. */
  outdated: boolean;
  loading: boolean;
  /** Why `value` is missing or not up to date; of kind `busy` while the query is repeated. */
  failure: StoreFailure | null;
  /** Queries again. */
  retry: () => void;
}

interface Loaded<T> {
  selectionId: string;
  value: T;
}

/**
 * Reads a figure of the selection. A new selection cancels the query of the previous one, whose value stays, outdated,
 * until there is a new one.
 *
 * @param read must be memoised
 * @param selection null cancels and reads nothing
 * @param shownId id of the selection that the page shows
 * @param scope values are kept while it stays the same: the store
 */
export function useFigure<T, S extends Identified>(
  read: (selection: S, signal: AbortSignal) => Promise<T>,
  selection: S | null,
  shownId: string,
  scope: unknown,
): Figure<T> {
  const [attempt, setAttempt] = useState(0);
  const load = useMemo(
    () => (selection === null ? null : loadOf(read, selection, attempt)),
    [read, selection, attempt],
  );
  const query = useQuery(load, scope);
  const loaded = query.value ?? null;
  const isOfShown = loaded?.selectionId === shownId;
  const failed = query.status === 'failed';
  const busy = query.status === 'loading' && query.failure?.kind === 'busy';
  return {
    value: loaded !== null && (isOfShown || !failed) ? loaded.value : null,
    outdated: loaded !== null && !isOfShown,
    loading: query.status === 'loading' && selection !== null,
    failure: failed || busy ? (query.failure ?? null) : null,
    retry: useCallback(() => setAttempt((count) => count + 1), []),
  };
}

/** @param _attempt number of retries: each queries again */
function loadOf<T, S extends Identified>(
  read: (selection: S, signal: AbortSignal) => Promise<T>,
  selection: S,
  _attempt: number,
): Load<Loaded<T>> {
  return async (signal) => ({ selectionId: selection.id, value: await read(selection, signal) });
}
