import { callTypeOf } from '@tokentrail/records';
import type { AttemptRecord } from '../record/attempt-record.ts';
import { CallRecord } from '../record/call-record.ts';
import { contextOf, type AsyncContext } from '../record/usage-context.ts';
import type { CallHandle, CallStart } from '../types.ts';
import { activeSpan, type RecordOrigin } from '../util/app-context.ts';
import { guarded } from '../util/guarded.ts';
import { JoinedCall } from './joined-call.ts';
import { NOTHING_RECORDED } from './no-op-handles.ts';
import { RecordedCall, type TimedCall } from './recorded-call.ts';
import { currentRuntime, type Runtime } from './runtime.ts';

/**
 * Begins the record of one LLM call. SDK patches call it first. Inside a gateway's request the attempts of this call
 * become attempts of that request's record. While recording is off the handle does nothing. Never throws.
 */
export function startCall(start: CallStart): CallHandle {
  const runtime = currentRuntime();
  return (runtime && guarded('startCall', () => begin(runtime, start))) ?? NOTHING_RECORDED;
}

function begin(runtime: Runtime, start: CallStart): CallHandle {
  claimActiveSpan(start.operation);
  runtime.foreignSpans.callBegan(start.operation, start.requestModel);
  return beginCall(runtime, start, { asyncContext: runtime.asyncContexts.getStore(), origin: runtime.origin() });
}

/**
 * Marks the active third-party span as already covered, so that it creates no second record. `startCall` calls it. A
 * patch that begins before such a span calls it again inside the span.
 */
export function claimActiveSpan(operation?: string): void {
  currentRuntime()?.foreignSpans.claim(activeSpan(), operation);
}

/**
 * Marks the newest third-party span begun in `asyncContext` as already covered: for a library that begins a span before
 * it makes it active.
 */
export function claimSpanBegunIn(asyncContext: AsyncContext): void {
  currentRuntime()?.foreignSpans.claimNewestIn(asyncContext);
}

/** The circumstances in which a call begins. */
export interface CallStartContext {
  asyncContext: AsyncContext | undefined;
  origin: RecordOrigin;
  /** The gateway's attempt that the call is, if that is known already. */
  joins?: AttemptRecord | undefined;
}

export function beginCall(
  runtime: Runtime,
  start: CallStart,
  { asyncContext, origin, joins }: CallStartContext,
): TimedCall {
  const context = contextOf(asyncContext);
  asyncContext?.inbound?.callBegan();
  if (asyncContext?.record !== undefined && isJoined(asyncContext.record, start)) {
    asyncContext.record.lowerCapture(context.capture);
    return new JoinedCall(asyncContext.record, start, asyncContext, joins);
  }
  const record = new CallRecord(runtime, {
    type: 'usage',
    facts: { ...context, ...start },
    origin,
    callerSeesProvider: true,
  });
  // The record shows the key that the SDK uses. The caller's own key is redacted all the same.
  record.knowsKey(context.key);
  return new RecordedCall(record, asyncContext);
}

/**
 * Whether a call that begins inside a record joins it. Every call joins the record of a gateway's request. The call of
 * a plain app is joined by calls of the same type only: embeddings that a chat looks up are calls of their own.
 */
function isJoined({ type, ended, callerSeesProvider, facts }: CallRecord, { operation }: CallStart): boolean {
  if (type !== 'usage' || ended) return false;
  // SDKs have several names for one operation: `chat`, `generate_content`, `text_completion`.
  return !callerSeesProvider || callTypeOf(facts.operation ?? operation) === callTypeOf(operation);
}

/** Whether `call` has a record of its own and did not join the record of a gateway's request or of another call. */
export function isOwnRecord(call: CallHandle): boolean {
  return call instanceof RecordedCall;
}

/**
 * The context for code that runs within `call`, if that has a record of its own: calls of patched SDKs made there
 * become its attempts until it ends. Undefined if nothing is recorded, and inside a gateway's record, whose context is
 * active already.
 */
export function contextWithin(call: CallHandle): AsyncContext | undefined {
  return call instanceof RecordedCall ? call.asyncContext : undefined;
}

/**
 * The context for code that runs within a call that joined a record. `outer` is the context in which the call began.
 */
export function contextWithinJoined(call: CallHandle, outer: AsyncContext | undefined): AsyncContext {
  return { context: {}, ...outer, ...(call instanceof JoinedCall ? { joinedCall: call } : {}) };
}
