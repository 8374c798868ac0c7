import type { KeyInfo } from '../../types.ts';
import { classOfClient, sends } from '../client-class.ts';
import { text } from '../../util/fields.ts';
import type { BuildBody } from '../written-body.ts';
import type { ErrorClasses } from '../sdk-errors.ts';

export type Fetch = (url: unknown, init?: RequestInitOfSdk) => Promise<Response>;

/** What is used of the SDK's classes, version 1. `clientClass` checks that the methods are there. */
export interface AnthropicClient {
  baseURL: string;
  apiKey?: string | null;
  authToken?: string | null;
  /** Read once a try, in the same tick in which `fetchWithTimeout` is called. */
  fetch: Fetch;
  /** Who serves the requests; clients of other platforms say another name. */
  _genAIProviderName?: unknown;
}

export interface RequestOptions {
  method?: unknown;
  path?: unknown;
  body?: unknown;
  stream?: unknown;
  /** Of the SDK's own spans. */
  openTelemetry?: unknown;
}

export interface RequestInitOfSdk {
  signal?: AbortSignal | null;
  headers?: unknown;
}

/** What `makeRequest` resolves to and the parser is given. */
export interface ResponseProps {
  response: Response;
}

export type ParseResponse = (client: unknown, props: ResponseProps) => Promise<unknown>;

/** The promise that calls return. Its `then` reads the body: nothing here may call it. */
export interface ApiPromise {
  asResponse(): Promise<Response>;
  /** All reading of the body goes through this field of the promise that `request` returned. */
  parseResponse: ParseResponse;
}

export interface ClientPrototype {
  request(this: AnthropicClient, ...args: unknown[]): ApiPromise;
  /** The tries of one call, below the SDK's own span. `retryOf` is absent on the first. */
  makeRequest(
    this: AnthropicClient,
    options: RequestOptions | PromiseLike<RequestOptions>,
    retriesRemaining: unknown,
    retryOf: string | undefined,
    ...rest: unknown[]
  ): Promise<ResponseProps>;
  buildBody?: BuildBody;
  /** One try of the SDK, all middleware around it: it may send none, one or several requests. */
  fetchWithTimeout(this: AnthropicClient, url: string, init: RequestInitOfSdk, ...rest: unknown[]): Promise<Response>;
}

/** What is patched, the class that all clients extend, those of other platforms too; and the classes of its errors. */
export interface ClientClass {
  prototype: ClientPrototype;
  errors: ErrorClasses;
}

/** The client class among what the package exports; undefined where its methods are not those that are known. */
export function exportedClass(exports: Record<string, unknown>): ClientClass | undefined {
  const { BaseAnthropic: candidate } = exports;
  if (typeof candidate !== 'function' || !sends(candidate.prototype)) return undefined;
  return { prototype: candidate.prototype as ClientPrototype, errors: exports };
}

/** The class of a client of this SDK in a version that is known; undefined for anything else. */
export function classOf(client: object, majors: readonly number[]): ClientClass | undefined {
  const found = '_genAIProviderName' in client ? classOfClient(client) : undefined;
  if (found === undefined || !majors.includes(found.major)) return undefined;
  return { prototype: found.prototype as ClientPrototype, errors: found.statics };
}

export function keyOfClient({ apiKey, authToken }: AnthropicClient): KeyInfo | undefined {
  const value = text(apiKey) ?? text(authToken);
  return value === undefined ? undefined : { value };
}

/** The key that this try is sent with; it may be of the call's own headers or fresh from a token provider. */
export function keyInHeaders(headers: unknown): KeyInfo | undefined {
  if (!(headers instanceof Headers)) {
    return undefined;
  }
  const value = headers.get('x-api-key') ?? headers.get('authorization')?.replace(/^Bearer\s+/i, '');
  return value ? { value } : undefined;
}
