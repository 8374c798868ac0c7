import { useEffect, useState } from 'react';
import { failureOf, type StoreFailure } from './store-failure.ts';

export type Loaded<T> =
  { status: 'loading' } | { status: 'ready'; value: T } | { status: 'failed'; failure: StoreFailure };

const LOADING = { status: 'loading' } as const;

/**
 * What `load` brings. A new `load` (memoise it) starts anew and gives the former up; null loads nothing.
 */
export function useLoaded<T>(load: ((signal: AbortSignal) => Promise<T>) | null): Loaded<T> {
  const [respond, setResult] = useState<{ of: typeof load; loaded: Loaded<T> } | null>(null);
  useEffect(() => {
    if (load === null) {
      return;
    }
    const abort = new AbortController();
    const responded = (loaded: Loaded<T>) => {
      if (!abort.signal.aborted) {
        setResult({ of: load, loaded });
      }
    };
    load(abort.signal).then(
      (value) => responded({ status: 'ready', value }),
      (error: unknown) => responded({ status: 'failed', failure: failureOf(error) }),
    );
    return () => abort.abort();
  }, [load]);
  return respond?.of === load ? respond.loaded : LOADING;
}
