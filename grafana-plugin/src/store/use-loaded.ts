import { useEffect, useState } from 'react';
import { failureOf, type StoreFailure } from './store-failure.ts';

export type Loaded<T> =
  { status: 'loading' } | { status: 'ready'; value: T } | { status: 'failed'; failure: StoreFailure };

const LOADING = { status: 'loading' } as const;

/**
 * What `load` brings. A new `load` (memoise it) starts anew and gives the former up; null loads nothing.
 */
export function useLoaded<T>(load: ((signal: AbortSignal) => Promise<T>) | null): Loaded<T> {
  const [answer, setAnswer] = useState<{ of: typeof load; loaded: Loaded<T> } | null>(null);
  useEffect(() => {
    if (load === null) {
      return;
    }
    const abort = new AbortController();
    const answered = (loaded: Loaded<T>) => {
      if (!abort.signal.aborted) {
        setAnswer({ of: load, loaded });
      }
    };
    load(abort.signal).then(
      (value) => answered({ status: 'ready', value }),
      (error: unknown) => answered({ status: 'failed', failure: failureOf(error) }),
    );
    return () => abort.abort();
  }, [load]);
  return answer?.of === load ? answer.loaded : LOADING;
}
