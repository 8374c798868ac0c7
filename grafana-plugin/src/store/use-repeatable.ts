import { useCallback, useState } from 'react';
import { useQuery, type Load, type Query } from './use-query.ts';

export interface Repeatable<T> {
  query: Query<T>;
  /** Sends the query again. */
  retry: () => void;
}

/** `useQuery` with a function for the button "Retry". */
export function useRepeatable<T>(load: Load<T> | null): Repeatable<T> {
  const [attempt, setAttempt] = useState(0);
  const repeated = useCallback(
    (signal: AbortSignal) => (load === null ? new Promise<T>(() => {}) : load(signal)),
    // A new function sends the query again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [load, attempt],
  );
  return { query: useQuery(load === null ? null : repeated), retry: () => setAttempt((before) => before + 1) };
}
