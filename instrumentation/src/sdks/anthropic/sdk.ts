import type { KeyInfo } from '../../record-types.ts';
import { fields, text } from '../fields.ts';
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
  /** One try of the SDK, all middleware around it: it may send none, one or several requests. */
  fetchWithTimeout(this: AnthropicClient, url: string, init: RequestInitOfSdk, ...rest: unknown[]): Promise<Response>;
}

export interface ApiPromisePrototype {
  asResponse(this: ApiPromise): Promise<Response>;
}

/** The class that all clients extend, those of other platforms too. */
export interface ClientClass {
  prototype: ClientPrototype;
}

/** The client class among what the package exports; undefined where its methods are not those that are known. */
export function clientClass({ BaseAnthropic: candidate }: Record<string, unknown>): ClientClass | undefined {
  const { prototype } = typeof candidate === 'function' ? candidate : {};
  const methods = ['request', 'makeRequest', 'fetchWithTimeout'].map((name) => fields(prototype)[name]);
  return methods.every((method) => typeof method === 'function') ? (candidate as unknown as ClientClass) : undefined;
}

export function errorClasses(exports: Record<string, unknown>): ErrorClasses {
  const { APIUserAbortError, APIConnectionTimeoutError, APIConnectionError } = exports;
  return { APIUserAbortError, APIConnectionTimeoutError, APIConnectionError } as ErrorClasses;
}

export function apiPromisePrototype({ APIPromise }: Record<string, unknown>): ApiPromisePrototype | undefined {
  const { prototype } = typeof APIPromise === 'function' ? APIPromise : {};
  return typeof fields(prototype).asResponse === 'function' ? (prototype as ApiPromisePrototype) : undefined;
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
