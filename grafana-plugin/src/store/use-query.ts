import { useEffect, useState } from 'react';
import { failureOf, type StoreFailure } from './store-failure.ts';

/**
 * State of a query. While loading and after a failure, `value` is the previous result, if it is kept. `failure` while
 * loading is the previous one, if it is kept, or says that the store is busy and the query is repeated.
 */
export type Query<T> =
  | { status: 'loading'; value?: T; failure?: StoreFailure }
  | { status: 'ready'; value: T }
  | { status: 'failed'; failure: StoreFailure; value?: T };

/** Queries a store. `signal` is aborted when the result is no longer needed. */
export type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Settled<T> {
  load: Load<T>;
  scope: unknown;
  query: Query<T>;
}

const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 30_000;

/** Pause before a query is repeated for the nth time, from 0: it doubles, so that a busy store can recover. */
export function pauseBefore(repetition: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** repetition, MAX_PAUSE_MS);
}

/**
 * Runs `load` and returns its state. A new `load` function (memoise it) cancels the running one and starts again; null
 * loads nothing and returns `loading`. The transport limits all queries of a page to three at once. If the store is busy,
 * the query is repeated with growing pauses and remains `loading`.
 *
 * @param scope keeps the previous result while a new `load` of the same scope runs. Undefined keeps nothing.
 */
export function useQuery<T>(load: Load<T> | null, scope?: unknown): Query<T> {
  const [settled, setSettled] = useState<Settled<T> | null>(null);
  useEffect(() => {
    if (load === null) {
      return;
    }
    return runUntilNotBusy(load, (next) =>
      setSettled((before) => ({ load, scope, query: withValue(next, keptValue(before, scope)) })),
    );
  }, [load, scope]);
  if (settled !== null && settled.load === load && settled.scope === scope) {
    return settled.query;
  }
  const failure = isKept(settled, scope) && settled.query.status !== 'ready' ? settled.query.failure : undefined;
  return withValue({ status: 'loading', ...(failure && { failure }) }, keptValue(settled, scope));
}

/** Runs `load` and reports its states. Returns a function that cancels it. */
function runUntilNotBusy<T>(load: Load<T>, report: (query: Query<T>) => void): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async (repetition: number) => {
    let query: Query<T>;
    try {
      query = { status: 'ready', value: await load(abort.signal) };
    } catch (error) {
      query = { status: 'failed', failure: failureOf(error) };
    }
    if (abort.signal.aborted) {
      return;
    }
    if (query.status === 'failed' && query.failure.kind === 'busy') {
      report({ status: 'loading', failure: query.failure });
      timer = setTimeout(() => void run(repetition + 1), pauseBefore(repetition));
    } else {
      report(query);
    }
  };
  void run(0);
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}

/** A query without a result of its own keeps the previous one. */
function withValue<T>(query: Query<T>, previous: T | undefined): Query<T> {
  return query.status === 'ready' || previous === undefined ? query : { ...query, value: previous };
}

function isKept<T>(settled: Settled<T> | null, scope: unknown): settled is Settled<T> {
  return settled !== null && scope !== undefined && settled.scope === scope;
}

function keptValue<T>(settled: Settled<T> | null, scope: unknown): T | undefined {
  return isKept(settled, scope) ? settled.query.value : undefined;
}
