import type { AsyncContexts, AsyncContext } from '../record/usage-context.ts';

/** The part of an event emitter that is used here. */
export interface Emitter {
  emit(event: string | symbol, ...values: unknown[]): boolean;
}

/**
 * Runs every listener of `emitter` in the async context that `contextNow` returns, or in the current one if it returns
 * undefined. Node emits the events of a request in the context of the connection, which has no link to the request.
 * Wraps `emit` and adds no listener, because an app may count its listeners. Calls `onEvent` after the listeners of
 * each event.
 */
export function bindEmitter(
  emitter: Emitter,
  asyncContexts: AsyncContexts,
  contextNow: () => AsyncContext | undefined,
  onEvent: (event: string | symbol) => void,
): void {
  const { emit } = emitter;
  function emitInContext(this: Emitter, ...event: Parameters<Emitter['emit']>): boolean {
    const asyncContext = contextNow();
    try {
      return asyncContext === undefined
        ? emit.apply(this, event)
        : asyncContexts.run(asyncContext, () => emit.apply(this, event));
    } finally {
      onEvent(event[0]);
    }
  }
  // Not enumerable, so that copies and logs of the request do not change.
  Object.defineProperty(emitter, 'emit', {
    value: emitInContext,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}
