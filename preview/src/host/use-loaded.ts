import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'done'; value: T } | { state: 'failed'; error: Error };

/** Loads once, and again when `key` changes. Drops the result of an earlier key. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    const set = (next: Loaded<T>) => current && setLoaded(next);
    set({ state: 'loading' });
    load().then(
      (value) => set({ state: 'done', value }),
      (error: unknown) => set({ state: 'failed', error: error instanceof Error ? error : new Error(messageOf(error)) }),
    );
    return () => {
      current = false;
    };
    // `load` is a new function on every render; `key` changes when it loads something else.
  }, [key]);
  return loaded;
}

/** Converts the plain object of a failed request to an error. */
function messageOf(error: unknown): string {
  const { data, statusText } = error as { data?: { message?: string }; statusText?: string };
  return data?.message ?? statusText ?? String(error);
}
