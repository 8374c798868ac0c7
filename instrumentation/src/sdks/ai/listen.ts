import { tracingChannel } from 'node:diagnostics_channel';
import { currentRuntime } from '../../api/runtime.ts';
import { guarded } from '../../util/guarded.ts';
import { startSdkCall } from '../start-sdk-call.ts';
import type { AsyncContexts } from '../../record/usage-context.ts';
import { integrate } from './integration.ts';
import { Listener } from './listener.ts';

const CHANNEL = 'ai:telemetry';

// Shared between the ESM and CommonJS copies of this package, so that only one of them listens.
const SHARED = Symbol.for('tokentrail.instrumentation.ai');
const shared = globalThis as typeof globalThis & { [SHARED]?: { asyncContexts: AsyncContexts; listener: Listener } };

/**
 * Starts to listen to the calls that all copies of the AI SDK report, no matter when they are loaded. After recording
 * was restarted, another call listens for the new runtime.
 */
export function listen(): void {
  const asyncContexts = currentRuntime()?.asyncContexts;
  const before = shared[SHARED];
  if (asyncContexts === undefined || before?.asyncContexts === asyncContexts) {
    return;
  }
  const listener = before?.listener ?? new Listener(startSdkCall, () => currentRuntime()?.asyncContexts);
  shared[SHARED] = { asyncContexts, listener };
  if (before === undefined) hearEnds(listener);
  else tracingChannel(CHANNEL).start.unbindStore(before.asyncContexts);
  hearStarts(listener, asyncContexts);
}

/** Subscribes to the starts of operations. Each operation runs in the async context that the listener returns. */
export function hearStarts(listener: Listener, asyncContexts: AsyncContexts): void {
  tracingChannel(CHANNEL).start.bindStore(asyncContexts, (message) => {
    const outer = asyncContexts.getStore();
    return guarded('the start of a call', () => listener.started(message, outer)) ?? outer ?? { context: {} };
  });
}

/** Subscribes to the ends of operations. */
export function hearEnds(listener: Listener): void {
  const channel = tracingChannel(CHANNEL);
  const handler = (name: string, handle: (message: object) => void) => (message: unknown) =>
    guarded(name, () => typeof message === 'object' && message !== null && handle(message));
  channel.asyncEnd.subscribe(handler('the end of a call', (message) => listener.ended(message)));
  channel.error.subscribe(handler('a failed call', (message) => listener.failed(message)));
  integrate(listener);
}
