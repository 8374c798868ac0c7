import { useEffect, useState } from 'react';

export type Loaded<T> = { state: 'loading' } | { state: 'done'; value: T } | { state: 'failed'; error: Error };

/** Loads once, and again when `key` changes. An answer to an earlier key is dropped. */
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
    // `load` is a new function at each render, `key` says when it means something else.
  }, [key]);
  return loaded;
}

/** Failed requests are plain objects. */
function messageOf(error: unknown): string {
  const { data, statusText } = error as { data?: { message?: string }; statusText?: string };
  return data?.message ?? statusText ?? String(error);
}
