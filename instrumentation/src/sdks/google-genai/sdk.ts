import type { KeyInfo } from '../../record-types.ts';
import { fields, text } from '../fields.ts';

/** A method as the app calls it, or one of the SDK's own; nothing but its first argument is looked at. */
export type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

export type Fetch = (url: string, init?: RequestInitOfSdk) => Promise<Response>;

export interface RequestInitOfSdk {
  headers?: unknown;
  /** JSON. */
  body?: unknown;
}

/** What sends requests, of version 3. It is not exported: it is found by a client that uses it. */
export interface ApiClientPrototype {
  /** The tries of one request. It reads `fetchFn`, or the global `fetch`, once, and calls that once a try. */
  apiCall(
    this: unknown,
    url: string,
    init: RequestInitOfSdk,
    retryOptions: unknown,
    timeout: unknown,
    abortSignal: AbortSignal | undefined,
    fetchFn: Fetch | undefined,
    ...rest: unknown[]
  ): Promise<Response>;
}

/** The prototype of `Models`; undefined where it is not as it is known. */
export function modelsPrototype({ Models }: Record<string, unknown>): Record<string, unknown> | undefined {
  const { prototype } = typeof Models === 'function' ? Models : {};
  return typeof fields(prototype).generateContentInternal === 'function'
    ? (prototype as Record<string, unknown>)
    : undefined;
}

/** The class behind `models.apiClient`; undefined where its method is not the one that is known. */
export function apiClientPrototype(models: unknown): ApiClientPrototype | undefined {
  const { apiClient } = fields(models);
  const prototype: unknown = typeof apiClient === 'object' && apiClient !== null && Object.getPrototypeOf(apiClient);
  return typeof fields(prototype).apiCall === 'function' ? (prototype as ApiClientPrototype) : undefined;
}

/** Where requests of `models` go, unless they say otherwise. */
export function baseUrlOf(models: unknown): string | undefined {
  const { httpOptions } = fields(fields(fields(models).apiClient).clientOptions);
  return text(fields(httpOptions).baseUrl);
}

/** The key that a try is sent with. The access token of a Google account is none: it is another one every hour. */
export function keyOfTry(url: string, headers: unknown): KeyInfo | undefined {
  const inHeader = headers instanceof Headers ? headers.get('x-goog-api-key') : null;
  const value = inHeader ?? (url.includes('key=') ? URL.parse(url)?.searchParams.get('key') : null);
  return value ? { value } : undefined;
}
