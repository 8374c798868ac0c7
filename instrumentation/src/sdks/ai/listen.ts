import { tracingChannel } from 'node:diagnostics_channel';
import { currentRuntime } from '../../api/runtime.ts';
import { guarded } from '../../util/guarded.ts';
import { startCall } from '../../api/start-call.ts';
import type { AsyncContexts } from '../../record/usage-context.ts';
import { integrate } from './integration.ts';
import { Listener } from './listener.ts';

const CHANNEL = 'ai:telemetry';

// Two copies of this package in one process, ESM and CommonJS, must not both listen.
const SHARED = Symbol.for('tokentrail.instrumentation.ai');
const shared = globalThis as typeof globalThis & { [SHARED]?: { asyncContexts: AsyncContexts; listener: Listener } };

/**
 * Listens to what the AI SDK tells of its calls, whichever copy of it is loaded, and when. Called again after recording
 * has begun anew, it listens for that.
 */
export function listen(): void {
  const asyncContexts = currentRuntime()?.asyncContexts;
  const before = shared[SHARED];
  if (asyncContexts === undefined || before?.asyncContexts === asyncContexts) {
    return;
  }
  const listener = before?.listener ?? new Listener(startCall, () => currentRuntime()?.asyncContexts);
  shared[SHARED] = { asyncContexts, listener };
  if (before === undefined) hearEnds(listener);
  else tracingChannel(CHANNEL).start.unbindStore(before.asyncContexts);
  hearStarts(listener, asyncContexts);
}

/** What begins runs in the frame that the listener gives it. */
export function hearStarts(listener: Listener, asyncContexts: AsyncContexts): void {
  tracingChannel(CHANNEL).start.bindStore(asyncContexts, (message) => {
    const outer = asyncContexts.getStore();
    return guarded('entering a call', () => listener.enters(message, outer)) ?? outer ?? { context: {} };
  });
}

export function hearEnds(listener: Listener): void {
  const channel = tracingChannel(CHANNEL);
  const hear = (what: string, report: (message: object) => void) => (message: unknown) =>
    guarded(what, () => typeof message === 'object' && message !== null && report(message));
  channel.asyncEnd.subscribe(hear('the end of a call', (message) => listener.ends(message)));
  channel.error.subscribe(hear('a failed call', (message) => listener.fails(message)));
  integrate(listener);
}
