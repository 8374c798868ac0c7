import { rangeUtil } from '@grafana/data';
import { useCallback, useEffect, useState } from 'react';

/**
 * Counts refreshes of the usage log, by hand or at an interval such as `10s`. An empty interval turns the timer off.
 */
export function useRefresh(interval: string) {
  const [count, setCount] = useState(0);
  const refresh = useCallback(() => setCount((previous) => previous + 1), []);
  useEffect(() => {
    if (interval === '') {
      return;
    }
    const timer = window.setInterval(refresh, rangeUtil.intervalToMs(interval));
    return () => window.clearInterval(timer);
  }, [interval, refresh]);
  return { count, refresh };
}
