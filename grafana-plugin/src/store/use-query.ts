import { useEffect, useState } from 'react';
import { failureOf, type StoreFailure } from './store-failure.ts';

/** State of a query. While loading and after a failure, `value` is the previous result, if it is kept. */
export type Query<T> =
  | { status: 'loading'; value?: T; failure?: StoreFailure }
  | { status: 'ready'; value: T }
  | { status: 'failed'; failure: StoreFailure; value?: T };

/** Queries a store. `signal` is aborted when the result is no longer needed. */
export type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Settled<T> {
  load: Load<T>;
  scope: unknown;
  query: Exclude<Query<T>, { status: 'loading' }>;
}

/**
 * Runs `load` and returns its state. A new `load` function (memoise it) cancels the running one and starts again; null
 * loads nothing and returns `loading`. The transport limits all queries of a page to three at once.
 *
 * @param scope keeps the previous result while a new `load` of the same scope runs. Undefined keeps nothing.
 */
export function useQuery<T>(load: Load<T> | null, scope?: unknown): Query<T> {
  const [settled, setSettled] = useState<Settled<T> | null>(null);
  useEffect(() => {
    if (load === null) {
      return;
    }
    const abort = new AbortController();
    const settle = (next: (previous: T | undefined) => Settled<T>['query']) => {
      if (!abort.signal.aborted) {
        setSettled((before) => ({ load, scope, query: next(keptValue(before, scope)) }));
      }
    };
    load(abort.signal).then(
      (value) => settle(() => ({ status: 'ready', value })),
      (error: unknown) =>
        settle((value) => ({ status: 'failed', failure: failureOf(error), ...(value !== undefined && { value }) })),
    );
    return () => abort.abort();
  }, [load, scope]);
  if (settled !== null && settled.load === load && settled.scope === scope) {
    return settled.query;
  }
  const value = keptValue(settled, scope);
  const failure = isKept(settled, scope) && settled.query.status === 'failed' ? settled.query.failure : undefined;
  return { status: 'loading', ...(value !== undefined && { value }), ...(failure && { failure }) };
}

function isKept<T>(settled: Settled<T> | null, scope: unknown): settled is Settled<T> {
  return settled !== null && scope !== undefined && settled.scope === scope;
}

function keptValue<T>(settled: Settled<T> | null, scope: unknown): T | undefined {
  return isKept(settled, scope) ? settled.query.value : undefined;
}
