import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import { useEffect, useState } from 'react';
import { unixMs } from '../../format.ts';

const TICK_MS = 1000;

/**
 * Milliseconds that a record took, or has taken so far. That of a running record grows each second. Null if it is unknown.
 */
export function useElapsed(record: UsageRecord): number | null {
  const running = outcomeOf(record) === 'running';
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (!running) {
      return;
    }
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return running ? Math.max(nowMs - unixMs(record.startUnixNano), record.durationMs ?? 0, 0) : record.durationMs;
}
