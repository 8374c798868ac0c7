import type { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestFacts, UsageContext } from '../types.ts';
import { defined } from '../util/defined.ts';
import { guarded } from '../util/guarded.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { CallRecord } from './call-record.ts';

/** The context of running code: its caller, and the record and attempt that it belongs to. */
export interface AsyncContext {
  /** What `withUsage` set; within an inbound request, what it set inside that request. */
  readonly context: UsageContext;
  readonly inbound?: Inbound | undefined;
  readonly record?: CallRecord | undefined;
  readonly attempt?: AttemptRecord | undefined;
  /** The enclosing call, if that call joined the record of another. Calls made inside it share its attempt. */
  readonly joinedCall?: object | undefined;
  /** Counts the calls made within a call that joined its record. */
  readonly guests?: Guests | undefined;
}

/** Numbers of calls that joined the record of the call that they are made in. */
export interface Guests {
  count: number;
  /** Those that have not ended. */
  open: number;
}

export type AsyncContexts = AsyncLocalStorage<AsyncContext>;

/**
 * The inbound HTTP request that the running code handles. A record reads it at its start and not earlier, since an app
 * learns the caller while it handles the request.
 */
export interface Inbound {
  /** The request object of Node. */
  readonly raw: object;
  /** The context in which the request arrived. */
  readonly outer: AsyncContext | undefined;
  /** The caller according to the request, on top of the context in which it arrived. */
  context(): UsageContext;
  /** The inbound endpoint: the caller's side of a gateway's record. */
  endpoint(): Pick<RequestFacts, 'method' | 'route' | 'path'>;
  /** The trace of those records of the request that begin without an active span of the app. */
  traceId(): string;
  /** Called when an LLM call begins within the request. */
  callBegan(): void;
}

/** The caller, as far as it is known now. */
export function contextOf(asyncContext: AsyncContext | undefined): UsageContext {
  if (asyncContext?.inbound === undefined) {
    return asyncContext?.context ?? {};
  }
  const { inbound, context } = asyncContext;
  return mergedContext(guarded('reading the context of a request', () => inbound.context()) ?? {}, context);
}

/** `outer` overridden by the defined fields of `inner`; metadata and tags are merged name by name. */
export function mergedContext(outer: UsageContext, inner: RequestFacts): RequestFacts {
  const merged: RequestFacts = { ...outer, ...defined(inner) };
  if (outer.metadata && inner.metadata) merged.metadata = { ...outer.metadata, ...inner.metadata };
  if (outer.tags && inner.tags) merged.tags = { ...outer.tags, ...inner.tags };
  return merged;
}

/** Endpoint of the inbound request: the caller's side of a gateway's record. */
export function inboundEndpoint(asyncContext: AsyncContext | undefined): ReturnType<Inbound['endpoint']> {
  return guarded('reading the endpoint of a request', () => asyncContext?.inbound?.endpoint()) ?? {};
}
