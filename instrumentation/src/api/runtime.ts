import type { AsyncLocalStorage } from 'node:async_hooks';
import type { RecordHost } from '../record/call-record.ts';
import type { RecordOrigin } from '../util/app-context.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import type { EndedSpan, SpanIds, StartedSpan } from '../util/otel-span.ts';

/** Receives spans of other libraries, and learns which of them our own patches already record. */
export interface ForeignSpanObserver {
  started(span: StartedSpan, asyncContext: AsyncContext | undefined): void;
  ended(span: EndedSpan): void;
  /** Marks the span with the ids `active`, and the spans around it, as covered by a record of ours. */
  claim(active: SpanIds | undefined, operation?: string): void;
  /** Marks the newest span that began in `asyncContext` as covered by a record of ours. */
  claimNewestIn(asyncContext: AsyncContext): void;
}

/** The one running TokenTrail of a process: where records go and what is in force while code runs. */
export interface Runtime extends RecordHost {
  readonly asyncContexts: AsyncLocalStorage<AsyncContext>;
  /** Whether an inbound request's `baggage` may say who calls. */
  readonly trustBaggage: boolean;
  /** Whether streams are asked for their usage where the app did not say. */
  readonly injectStreamUsage: boolean;
  /** Trace id and parent for a record that begins now. */
  origin(): RecordOrigin;
  readonly foreignSpans: ForeignSpanObserver;
  /** Sends what is queued; resolves when it was sent or given up. */
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

// The ESM and the CJS build, or two copies in one node_modules, may be loaded side by side: they share one runtime.
const SHARED = Symbol.for('tokentrail.instrumentation.runtime');
// It is there, though undefined, once anybody has asked for recording or ended it.
const shared = globalThis as typeof globalThis & { [SHARED]?: Runtime | undefined };

/** The runtime in force; undefined while recording is off. */
export function currentRuntime(): Runtime | undefined {
  return shared[SHARED];
}

/** Whether anybody has started recording, or tried to: where that led to nothing, it is not to be tried again. */
export function wasRuntimeSet(): boolean {
  return SHARED in shared;
}

/** Undefined: recording is off. */
export function setRuntime(runtime: Runtime | undefined): void {
  shared[SHARED] = runtime;
}
