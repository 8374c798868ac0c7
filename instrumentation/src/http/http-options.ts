import type { UsageContext } from '../types.ts';
import type { TrustProxy } from './client-address.ts';

/** The fields of a usage context that an app's hook can return. */
export const HOOKS = [
  'user',
  'key',
  'group',
  'session',
  'source',
  'conversationId',
  'requestId',
  'metadata',
  'tags',
  'capture',
] as const satisfies readonly (keyof UsageContext)[];

/**
 * Functions of the app that return what it knows about a request. Each one runs when a record begins while the request
 * is handled, and at the end of a request that is recorded itself, so that the result of authentication is available.
 * They must be synchronous. If one throws, only its own field is missing.
 */
export type RequestHooks<R> = {
  [K in (typeof HOOKS)[number]]?: (request: R) => UsageContext[K] | null | undefined;
};

/** `R` is the type of the framework's request object. */
export interface HttpOptions<R> extends RequestHooks<R> {
  /**
   * Whether requests that made no LLM call are recorded, as records of type `request`. A function decides for each
   * request when it ends. Default: none are recorded.
   */
  recordRequests?: boolean | ((request: R) => boolean);
  /** Whether `X-Forwarded-For` is trusted. Default: no; the client is the peer of the socket. */
  trustProxy?: TrustProxy;
}

/** The properties of `http.IncomingMessage` and `http2.Http2ServerRequest` that are used. */
export interface HttpRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
  emit(event: string | symbol, ...values: unknown[]): boolean;
}

/** The properties of `http.ServerResponse` and `http2.Http2ServerResponse` that are used. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headersSent: boolean;
  /** Whether `end` was called. */
  readonly writableEnded: boolean;
  /** The error that the app passed to `destroy`. */
  readonly errored?: Error | null;
  emit(event: string | symbol, ...values: unknown[]): boolean;
}

/** A response whose headers can be read. */
export interface NodeResponse extends HttpResponse {
  getHeader(name: string): unknown;
}
