import type { AsyncContexts, AsyncContext } from '../record/usage-context.ts';

/** The part of an event emitter that is used here. */
export interface Emitter {
  emit(event: string | symbol, ...values: unknown[]): boolean;
}

/**
 * Runs whatever listens to `emitter` inside of the frame that `frameNow` gives; undefined: where it is. Node emits the events of a
 * request in the context of its connection, which knows nothing of the request. No listener is added: an app may count its
 * own. `heard` is told of each event once its listeners have run.
 */
export function bindEmitter(
  emitter: Emitter,
  asyncContexts: AsyncContexts,
  contextNow: () => AsyncContext | undefined,
  heard: (event: string | symbol) => void,
): void {
  const { emit } = emitter;
  function emitInContext(this: Emitter, ...event: Parameters<Emitter['emit']>): boolean {
    const asyncContext = contextNow();
    try {
      return asyncContext === undefined
        ? emit.apply(this, event)
        : asyncContexts.run(asyncContext, () => emit.apply(this, event));
    } finally {
      heard(event[0]);
    }
  }
  // Not enumerable: copies of a request that an app makes or logs look as they did.
  Object.defineProperty(emitter, 'emit', {
    value: emitInContext,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}
