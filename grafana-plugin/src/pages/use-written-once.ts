import { useCallback, useEffect, useRef } from 'react';

/**
 * A function that returns whether parameters differ from those of the URL and from those that were written last. Grafana's Combobox
 * reports a choice several times, each of which would be a step to go back.
 */
export function useWrittenOnce(search: URLSearchParams): (next: URLSearchParams) => boolean {
  const written = useRef<string | null>(null);
  useEffect(() => {
    written.current = null;
  }, [search]);
  return useCallback(
    (next) => {
      const text = next.toString();
      if (text === search.toString() || text === written.current) {
        return false;
      }
      written.current = text;
      return true;
    },
    [search],
  );
}
