import type { KeyInfo } from '../../types.ts';
import { fields, text } from '../../util/fields.ts';

/** A method that the app or the SDK calls. Only its first argument is read. */
export type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

export type Fetch = (url: string, init?: RequestInitOfSdk) => Promise<Response>;

export interface RequestInitOfSdk {
  headers?: unknown;
  /** JSON. */
  body?: unknown;
}

/** The class that sends requests in version 3. It is not exported; it is found through a client that uses it. */
export interface ApiClientPrototype {
  /**
   * Makes the attempts of one request. It reads `fetchFn` or the global `fetch` once, and calls it for each attempt.
   */
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

/** The prototype of `Models`; its methods are patched by name. */
export type ModelsPrototype = Record<string, unknown>;

/** The prototype of `Models`; undefined if it lacks the expected methods. */
export function modelsPrototype({ Models }: Record<string, unknown>): ModelsPrototype | undefined {
  const { prototype } = typeof Models === 'function' ? Models : {};
  return isModelsPrototype(prototype) ? prototype : undefined;
}

/**
 * The `models` of a client and the prototype of their class, found without the package's exports. Undefined if the
 * client's major version is not one of `majors`.
 */
export function modelsOf(
  client: object,
  majors: readonly number[],
): { models: object; prototype: ModelsPrototype } | undefined {
  const { models, apiClient } = fields(client);
  if (typeof models !== 'object' || models === null || !majors.includes(majorOf(apiClient) ?? 0)) {
    return undefined;
  }
  let prototype: unknown = Object.getPrototypeOf(models);
  // Skips the classes of an app that extends `Models`.
  while (isModelsPrototype(prototype) && !Object.hasOwn(prototype, REQUEST_METHOD)) {
    prototype = Object.getPrototypeOf(prototype);
  }
  return isModelsPrototype(prototype) ? { models, prototype } : undefined;
}

const REQUEST_METHOD = 'generateContentInternal';

function isModelsPrototype(prototype: unknown): prototype is ModelsPrototype {
  return typeof fields(prototype)[REQUEST_METHOD] === 'function';
}

/**
 * The major version in the SDK's header `x-goog-api-client`: `google-genai-sdk/3.3.0 gl-node/…`. Class names are no
 * help, because bundlers rename them.
 */
function majorOf(apiClient: unknown): number | undefined {
  const { headers } = fields(fields(fields(apiClient).clientOptions).httpOptions);
  const [, major] = /google-genai-sdk\/(\d+)\./.exec(String(fields(headers)['x-goog-api-client'])) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** The prototype of `models.apiClient`; undefined if it has no method `apiCall`. */
export function apiClientPrototype(models: unknown): ApiClientPrototype | undefined {
  const { apiClient } = fields(models);
  const prototype: unknown = typeof apiClient === 'object' && apiClient !== null && Object.getPrototypeOf(apiClient);
  return typeof fields(prototype).apiCall === 'function' ? (prototype as ApiClientPrototype) : undefined;
}

/** The default base URL of requests of `models`. */
export function baseUrlOf(models: unknown): string | undefined {
  const { httpOptions } = fields(fields(fields(models).apiClient).clientOptions);
  return text(fields(httpOptions).baseUrl);
}

/**
 * The API key that an attempt is sent with. An access token of a Google account is not a key: it changes every hour.
 */
export function keyOfAttempt(url: string, headers: unknown): KeyInfo | undefined {
  const inHeader = headers instanceof Headers ? headers.get('x-goog-api-key') : null;
  const value = inHeader ?? (url.includes('key=') ? URL.parse(url)?.searchParams.get('key') : null);
  return value ? { value } : undefined;
}
