import type { AsyncLocalStorage } from 'node:async_hooks';
import type { BackgroundResponses } from '../record/background-responses.ts';
import type { RecordHost } from '../record/call-record.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import type { RecordOrigin } from '../util/app-context.ts';
import type { EndedSpan, SpanIds, StartedSpan } from '../util/otel-span.ts';

/** Receives spans of other libraries, and the information which of them our own patches already record. */
export interface ForeignSpanObserver {
  started(span: StartedSpan, asyncContext: AsyncContext | undefined): void;
  ended(span: EndedSpan): void;
  /** Marks the span with the ids `active`, and the spans that enclose it, as covered by a record of ours. */
  claim(active: SpanIds | undefined, operation?: string): void;
  /** Called when a call begins that a record of ours is made of. */
  callBegan(operation: string | undefined, model: string | undefined): void;
  /** Marks the newest span that began in `asyncContext` as covered by a record of ours. */
  claimNewestIn(asyncContext: AsyncContext): void;
}

/** The SDKs that a process has loaded so far: `package@version`, or the package alone if only its client was given. */
export interface FoundSdks {
  readonly patched: Set<string>;
  /** Found in a major version that is not patched: their calls are not recorded. */
  readonly unsupported: Set<string>;
}

/** State of TokenTrail in a process: the destination of records and the context of running code. One a process. */
export interface Runtime extends RecordHost {
  readonly asyncContexts: AsyncLocalStorage<AsyncContext>;
  /** Whether the `baggage` of inbound requests may name the caller. */
  readonly trustBaggage: boolean;
  /** Whether streaming requests ask the provider for usage if the app did not decide. */
  readonly injectStreamUsage: boolean;
  /** Trace id and parent for a record that begins now. */
  origin(): RecordOrigin;
  readonly foreignSpans: ForeignSpanObserver;
  readonly foundSdks: FoundSdks;
  /** The responses that this process began or fetched and that their providers produce in the background. */
  readonly backgroundResponses: BackgroundResponses;
  /** Sends queued records; resolves when they are sent or the send has failed. */
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

// Shared by all loaded copies of the package: the ESM and the CommonJS build, or two versions in one node_modules.
const SHARED = Symbol.for('tokentrail.instrumentation.runtime');
// Defined (maybe as `undefined`) once recording was started or stopped.
const shared = globalThis as typeof globalThis & { [SHARED]?: Runtime | undefined };

/** Undefined while recording is off. */
export function currentRuntime(): Runtime | undefined {
  return shared[SHARED];
}

/** Whether recording was ever started or stopped. After a failed start the property is set too: do not start again. */
export function wasRuntimeSet(): boolean {
  return SHARED in shared;
}

/** `undefined` switches recording off. */
export function setRuntime(runtime: Runtime | undefined): void {
  shared[SHARED] = runtime;
}
