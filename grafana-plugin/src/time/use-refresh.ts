import { rangeUtil } from '@grafana/data';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

/** A refresh of the usage log. A new object queries again. */
export interface Refresh {
  /** Whether the user asked for it. */
  byHand: boolean;
}

/** The latest refresh, and a function that starts the next one. */
export function useLatestRefresh(): [Refresh, (byHand: boolean) => void] {
  const [refresh, setRefresh] = useState<Refresh>({ byHand: true });
  return [refresh, useCallback((byHand: boolean) => setRefresh({ byHand }), [])];
}

/**
 * Starts refreshes at an interval such as `10s` (empty: none), counted from the end of the previous query, so that a slow
 * store still responds to each. Pauses while the tab is hidden; a refresh that is due then starts when the tab is shown.
 *
 * @param loading whether a query runs. A refresh waits for it.
 * @returns a function for refreshes by hand
 */
export function useRefreshes(interval: string, loading: boolean, start: (byHand: boolean) => void): () => void {
  const hidden = useIsHidden();
  const idleSinceMs = useRef(0);
  const wanted = useRef(false);
  useEffect(() => {
    if (loading) {
      return;
    }
    idleSinceMs.current = Date.now();
    if (wanted.current) {
      wanted.current = false;
      start(true);
    }
  }, [loading, start]);
  useEffect(() => {
    if (interval === '' || loading || hidden) {
      return;
    }
    const waitedMs = Date.now() - idleSinceMs.current;
    const timer = setTimeout(() => start(false), Math.max(rangeUtil.intervalToMs(interval) - waitedMs, 0));
    return () => clearTimeout(timer);
  }, [interval, loading, hidden, start]);
  return useCallback(() => {
    if (loading) {
      wanted.current = true;
    } else {
      start(true);
    }
  }, [loading, start]);
}

/** Whether the browser's tab is hidden. */
export function useIsHidden(): boolean {
  return useSyncExternalStore(onVisibilityChange, () => document.visibilityState === 'hidden');
}

function onVisibilityChange(notify: () => void): () => void {
  document.addEventListener('visibilitychange', notify);
  return () => document.removeEventListener('visibilitychange', notify);
}
