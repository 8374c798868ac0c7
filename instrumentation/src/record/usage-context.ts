import type { AsyncLocalStorage } from 'node:async_hooks';
import type { AttemptRecord } from './attempt-record.ts';
import type { CallRecord } from './call-record.ts';
import { defined } from '../util/defined.ts';
import type { RequestFacts, UsageContext } from '../types.ts';
import { guarded } from '../util/guarded.ts';

/** What is in force for the code that runs now: who calls, and the gateway's record and try it belongs to. */
export interface AsyncContext {
  /** What `withUsage` said; inside an inbound request what it said there. */
  readonly context: UsageContext;
  readonly inbound?: Inbound | undefined;
  readonly record?: CallRecord | undefined;
  readonly attempt?: AttemptRecord | undefined;
  /** The call that is made within another and has joined its record: what is made inside of it shares its try. */
  readonly joinedCall?: object | undefined;
  /** Of the calls that are made within a call: those that joined its record. */
  readonly guests?: Guests | undefined;
}

/** Calls that joined the record of the call that they are made within. */
export interface Guests {
  /** How many there were. */
  count: number;
  /** How many have not ended. */
  open: number;
}

export type AsyncContexts = AsyncLocalStorage<AsyncContext>;

/**
 * The inbound HTTP request that the code which runs now works for. It is asked when a record begins, since an app learns who
 * calls on its way.
 */
export interface Inbound {
  /** The request itself, as Node made it. */
  readonly raw: object;
  /** What was in force around it. */
  readonly outer: AsyncContext | undefined;
  /** What it says of the caller, and what was in force around it. */
  context(): UsageContext;
  /** Where it came in: the caller's side of a gateway's record. */
  endpoint(): Pick<RequestFacts, 'method' | 'route' | 'path'>;
  /** An LLM call began inside. */
  callBegan(): void;
}

/** Who calls, as far as that is known now. */
export function contextOf(asyncContext: AsyncContext | undefined): UsageContext {
  if (asyncContext?.inbound === undefined) {
    return asyncContext?.context ?? {};
  }
  const { inbound, context } = asyncContext;
  return mergedContext(guarded('the context of a request', () => inbound.context()) ?? {}, context);
}

/** `inner` on top of `outer`: a field that is given goes before the outer one, metadata name by name. */
export function mergedContext(outer: UsageContext, inner: RequestFacts): RequestFacts {
  const merged: RequestFacts = { ...outer, ...defined(inner) };
  if (outer.metadata && inner.metadata) merged.metadata = { ...outer.metadata, ...inner.metadata };
  return merged;
}

/** Where the inbound request came in, which is the caller's side of a gateway's record. */
export function inboundEndpoint(asyncContext: AsyncContext | undefined): ReturnType<Inbound['endpoint']> {
  return guarded('the place of a request', () => asyncContext?.inbound?.endpoint()) ?? {};
}
