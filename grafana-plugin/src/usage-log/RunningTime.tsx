import React, { useEffect, useState } from 'react';
import { formatDuration, unixMs } from '../format.ts';

const SECOND_MS = 1000;

/** Time since a running record started. Ticks each second by itself, without the row around it. */
export function RunningTime({ startUnixNano }: { startUnixNano: string }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(Math.floor((nowMs - unixMs(startUnixNano)) / SECOND_MS), 0);
  return <>{formatDuration(seconds * SECOND_MS)}</>;
}
