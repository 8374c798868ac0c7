import { useCallback, useState } from 'react';
import { useQuery, type Query } from '../../store/use-query.ts';

/** Rows of the first page, and by how many each further one grows. */
const PAGE_SIZE = 50;

/** Loads the first `limit` rows. */
export type LoadRows<T> = (limit: number, signal: AbortSignal) => Promise<T>;

export interface GrowingQuery<T> {
  query: Query<T>;
  /** Number of rows that were requested. */
  limit: number;
  /** Requests more rows; null if there may be no more. */
  loadMore: (() => void) | null;
}

/**
 * Runs `load` for a list that the user can extend. An aggregate costs the same for few and for many of its rows, so a longer list is
 * read again from its start.
 *
 * @param scope another value starts again with the first page
 * @param maxRows the most that `load` returns
 */
export function useGrowingQuery<T>(load: LoadRows<T>, scope: string, maxRows: number): GrowingQuery<T> {
  const [wanted, setWanted] = useState({ scope, limit: PAGE_SIZE });
  const limit = wanted.scope === scope ? wanted.limit : PAGE_SIZE;
  const query = useQuery(
    useCallback((signal: AbortSignal) => load(limit, signal), [load, limit]),
    scope,
  );
  return {
    query,
    limit,
    loadMore: limit < maxRows ? () => setWanted({ scope, limit: Math.min(limit + PAGE_SIZE, maxRows) }) : null,
  };
}
