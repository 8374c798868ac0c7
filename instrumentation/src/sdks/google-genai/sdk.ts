import type { KeyInfo } from '../../types.ts';
import { fields, text } from '../../util/fields.ts';

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

/** What is patched of a class: its methods are called by name. */
export type ModelsPrototype = Record<string, unknown>;

/** The prototype of `Models`; undefined where it is not as it is known. */
export function modelsPrototype({ Models }: Record<string, unknown>): ModelsPrototype | undefined {
  const { prototype } = typeof Models === 'function' ? Models : {};
  return sends(prototype) ? prototype : undefined;
}

/** `models` of a client that is at hand without its package, where its version is one of `majors`, and their class. */
export function modelsOf(
  client: object,
  majors: readonly number[],
): { models: object; prototype: ModelsPrototype } | undefined {
  const { models, apiClient } = fields(client);
  if (typeof models !== 'object' || models === null || !majors.includes(majorOf(apiClient) ?? 0)) {
    return undefined;
  }
  let prototype: unknown = Object.getPrototypeOf(models);
  // An app may extend the class.
  while (sends(prototype) && !Object.hasOwn(prototype, SENDING)) prototype = Object.getPrototypeOf(prototype);
  return sends(prototype) ? { models, prototype } : undefined;
}

const SENDING = 'generateContentInternal';

function sends(prototype: unknown): prototype is ModelsPrototype {
  return typeof fields(prototype)[SENDING] === 'function';
}

/** From what the SDK tells its server: `google-genai-sdk/3.3.0 gl-node/…`, whatever has become of the classes' names. */
function majorOf(apiClient: unknown): number | undefined {
  const { headers } = fields(fields(fields(apiClient).clientOptions).httpOptions);
  const [, major] = /google-genai-sdk\/(\d+)\./.exec(String(fields(headers)['x-goog-api-client'])) ?? [];
  return major === undefined ? undefined : Number(major);
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
export function keyOfAttempt(url: string, headers: unknown): KeyInfo | undefined {
  const inHeader = headers instanceof Headers ? headers.get('x-goog-api-key') : null;
  const value = inHeader ?? (url.includes('key=') ? URL.parse(url)?.searchParams.get('key') : null);
  return value ? { value } : undefined;
}
