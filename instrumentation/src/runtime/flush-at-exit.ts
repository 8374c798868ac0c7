import { atMost, LONGEST_WAIT_MS } from '../util/at-most.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Sends what is queued before the process ends by itself, or by a signal that the app has no handler for. Where the
 * app has one, that decides alone: ours is not even registered then, since libraries count handlers to know whether
 * they must end the process. `added` counts what was ever queued, by `flush` too: while it stands still there is nothing
 * new to try, and a collector that is away cannot keep the process alive. `leave` is called last, however the process
 * ends itself, and may not wait for anything. Returns how to stop.
 */
export function flushAtExit(flush: () => Promise<void>, leave: () => void, added: () => number): () => void {
  let flushedAt = 0;
  const beforeExit = () => {
    if (added() === flushedAt) return;
    const flushing = flush();
    flushedAt = added();
    void atMost(LONGEST_WAIT_MS, flushing);
  };
  process.on('beforeExit', beforeExit);
  process.on('exit', leave);
  const stops = SIGNALS.map((signal) => flushAtSignal(signal, flush, leave));
  return () => {
    process.off('beforeExit', beforeExit);
    process.off('exit', leave);
    for (const stop of stops) stop();
  };
}

function flushAtSignal(signal: NodeJS.Signals, flush: () => Promise<void>, leave: () => void): () => void {
  let listening = false;
  const listen = (wanted: boolean) => {
    if (wanted !== listening) {
      listening = wanted;
      process[wanted ? 'on' : 'off'](signal, handle);
    }
  };
  const handle = () => {
    if (process.listenerCount(signal) > 1) return;
    const end = () => {
      stop();
      leave();
      process.kill(process.pid, signal);
    };
    void atMost(LONGEST_WAIT_MS, flush()).then(end);
  };
  const added = (event: string | symbol, listener: unknown) => {
    // Not at once: with its last handler gone Node would stop listening, and the new one would never be called.
    if (event === signal && listener !== handle) {
      process.nextTick(() => process.listenerCount(signal) > 1 && listen(false));
    }
  };
  const removed = (event: string | symbol, listener: unknown) => {
    if (event === signal && listener !== handle && process.listenerCount(signal) === 0) listen(true);
  };
  const stop = () => {
    process.off('newListener', added);
    process.off('removeListener', removed);
    listen(false);
  };
  listen(process.listenerCount(signal) === 0);
  process.on('newListener', added);
  process.on('removeListener', removed);
  return stop;
}
