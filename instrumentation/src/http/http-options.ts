import type { UsageContext } from '../types.ts';
import type { TrustProxy } from './client-address.ts';

/** What can be asked of a request. */
export const HOOKS = [
  'user',
  'key',
  'group',
  'session',
  'source',
  'conversationId',
  'requestId',
  'metadata',
  'capture',
] as const satisfies readonly (keyof UsageContext)[];

/**
 * What the app knows of a request. Each is asked when a record begins inside, and at the end of a request that is a record of its
 * own, so that what authentication found out is known by then. None may be asynchronous. One that throws loses its own field.
 */
export type RequestHooks<R> = {
  [K in (typeof HOOKS)[number]]?: (request: R) => UsageContext[K] | null | undefined;
};

/** `R`: the request as the framework hands it to its handlers. */
export interface HttpOptions<R> extends RequestHooks<R> {
  /**
   * Whether requests inside which no LLM call was made are records of type `request`; a function says which of them, asked at
   * their end. Default: none.
   */
  recordRequests?: boolean | ((request: R) => boolean);
  /** Whether `X-Forwarded-For` is believed. Default: the client is who opened the socket. */
  trustProxy?: TrustProxy;
}

/** The part of `http.IncomingMessage` and `http2.Http2ServerRequest` that is read. */
export interface HttpRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
  emit(event: string | symbol, ...values: unknown[]): boolean;
}

/** The part of `http.ServerResponse` and `http2.Http2ServerResponse` that is read. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headersSent: boolean;
  /** `end` was called. */
  readonly writableEnded: boolean;
  /** What the app destroyed it with. */
  readonly errored?: Error | null;
  emit(event: string | symbol, ...values: unknown[]): boolean;
}

/** A response whose headers can be asked for. */
export interface NodeResponse extends HttpResponse {
  getHeader(name: string): unknown;
}
