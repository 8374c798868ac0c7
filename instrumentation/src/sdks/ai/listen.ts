import { tracingChannel } from 'node:diagnostics_channel';
import { currentRuntime } from '../../runtime.ts';
import { safely } from '../../safely.ts';
import { startCall } from '../../start-call.ts';
import type { UsageFrames } from '../../usage-context.ts';
import { integrate } from './integration.ts';
import { Listener } from './listener.ts';

const CHANNEL = 'ai:telemetry';

// Two copies of this package in one process, ESM and CommonJS, must not both listen.
const SHARED = Symbol.for('tokentrail.instrumentation.ai');
const shared = globalThis as typeof globalThis & { [SHARED]?: { frames: UsageFrames; listener: Listener } };

/**
 * Listens to what the AI SDK tells of its calls, whichever copy of it is loaded, and when. Called again after recording
 * has begun anew, it listens for that.
 */
export function listen(): void {
  const frames = currentRuntime()?.frames;
  const before = shared[SHARED];
  if (frames === undefined || before?.frames === frames) {
    return;
  }
  const listener = before?.listener ?? new Listener(startCall, () => currentRuntime()?.frames);
  shared[SHARED] = { frames, listener };
  if (before === undefined) hearEnds(listener);
  else tracingChannel(CHANNEL).start.unbindStore(before.frames);
  hearStarts(listener, frames);
}

/** What begins runs in the frame that the listener gives it. */
export function hearStarts(listener: Listener, frames: UsageFrames): void {
  tracingChannel(CHANNEL).start.bindStore(frames, (message) => {
    const outer = frames.getStore();
    return safely('entering a call', () => listener.enters(message, outer)) ?? outer ?? { context: {} };
  });
}

export function hearEnds(listener: Listener): void {
  const channel = tracingChannel(CHANNEL);
  const hear = (place: string, tell: (message: object) => void) => (message: unknown) =>
    safely(place, () => typeof message === 'object' && message !== null && tell(message));
  channel.asyncEnd.subscribe(hear('the end of a call', (message) => listener.ends(message)));
  channel.error.subscribe(hear('a failed call', (message) => listener.fails(message)));
  integrate(listener);
}
