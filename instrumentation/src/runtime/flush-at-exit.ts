import { atMost, MAX_WAIT_MS } from '../util/at-most.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Sends queued records before the process ends, by itself or by a signal that the app does not handle. If the app
 * handles the signal, ours is not registered, because libraries count handlers to decide whether they must end the
 * process. `added` returns how many items were ever queued, including those that `flush` queued. If it has not changed
 * since the last flush, there is nothing new to send: so an unavailable collector cannot keep the process alive.
 * `leave` is called last and must be synchronous. Returns a function that removes all handlers.
 */
export function flushAtExit(flush: () => Promise<void>, leave: () => void, added: () => number): () => void {
  let addedAtFlush = 0;
  const beforeExit = () => {
    if (added() === addedAtFlush) return;
    const flushing = flush();
    addedAtFlush = added();
    void atMost(MAX_WAIT_MS, flushing);
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
  const setListening = (enabled: boolean) => {
    if (enabled !== listening) {
      listening = enabled;
      process[enabled ? 'on' : 'off'](signal, handle);
    }
  };
  const handle = () => {
    if (process.listenerCount(signal) > 1) return;
    const end = () => {
      stop();
      leave();
      process.kill(process.pid, signal);
    };
    void atMost(MAX_WAIT_MS, flush()).then(end);
  };
  const added = (event: string | symbol, listener: unknown) => {
    // Deferred: if the last handler is removed now, Node stops listening and never calls the new one.
    if (event === signal && listener !== handle) {
      process.nextTick(() => process.listenerCount(signal) > 1 && setListening(false));
    }
  };
  const removed = (event: string | symbol, listener: unknown) => {
    if (event === signal && listener !== handle && process.listenerCount(signal) === 0) setListening(true);
  };
  const stop = () => {
    process.off('newListener', added);
    process.off('removeListener', removed);
    setListening(false);
  };
  setListening(process.listenerCount(signal) === 0);
  process.on('newListener', added);
  process.on('removeListener', removed);
  return stop;
}
