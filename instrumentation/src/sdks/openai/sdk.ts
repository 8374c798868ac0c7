import type { KeyInfo } from '../../record-types.ts';
import type { ErrorClasses } from '../sdk-errors.ts';
import { fields, text } from '../fields.ts';

/** What is used of the SDK's classes, versions 6 and 7. The methods are private there; `isKnownShape` checks them. */
export interface OpenAIClient {
  baseURL: string;
  apiKey?: string | null;
  /** Azure's client alone. */
  apiVersion?: string;
}

export interface RequestOptions {
  method?: unknown;
  path?: unknown;
  body?: unknown;
  stream?: unknown;
}

export interface RequestInitOfSdk {
  signal?: AbortSignal | null;
  headers?: unknown;
}

/** What `makeRequest` resolves to and the parser is given. A retry within the parser replaces the fields. */
export interface ResponseProps {
  response: Response;
}

export type ParseResponse = (client: unknown, props: ResponseProps) => Promise<unknown>;

/** The promise that calls return. Its `then` reads the body: nothing here may call it. */
export interface ApiPromise {
  /** Up to 7.4 all reading goes through this field of the promise that `request` returned. */
  parseResponse: ParseResponse;
}

export interface ClientPrototype {
  request(this: OpenAIClient, ...args: unknown[]): ApiPromise;
  /** The tries of one call. `retryOf` is absent on the first. */
  makeRequest(
    this: OpenAIClient,
    options: RequestOptions | PromiseLike<RequestOptions>,
    retriesRemaining: unknown,
    retryOf: string | undefined,
  ): Promise<ResponseProps>;
  /** One try. */
  fetchWithTimeout(this: OpenAIClient, url: string, init: RequestInitOfSdk, ...rest: unknown[]): Promise<Response>;
  /** From 7.5 on all reading of bodies goes through it. */
  parseResponseWithTimeout?(this: OpenAIClient, ...args: Parameters<ParseResponse>): Promise<unknown>;
}

export interface ApiPromisePrototype {
  asResponse(this: ApiPromise): Promise<Response>;
}

export type ClientClass = ErrorClasses & { prototype: ClientPrototype };

/** The client class among what the package exports; undefined where its methods are not those that are known. */
export function clientClass(exports: Record<string, unknown>): ClientClass | undefined {
  const candidate = exports.OpenAI ?? exports.default;
  const { prototype } = typeof candidate === 'function' ? candidate : {};
  const methods = ['request', 'makeRequest', 'fetchWithTimeout'].map((name) => fields(prototype)[name]);
  return methods.every((method) => typeof method === 'function') ? (candidate as unknown as ClientClass) : undefined;
}

export function apiPromisePrototype(exports: Record<string, unknown>): ApiPromisePrototype | undefined {
  const candidate = exports.APIPromise;
  const { prototype } = typeof candidate === 'function' ? candidate : {};
  return typeof fields(prototype).asResponse === 'function' ? (prototype as ApiPromisePrototype) : undefined;
}

/** The SDK puts this in place of a key where a workload's identity stands for one. */
const NO_KEY = 'workload-identity-auth';

export function keyOfClient({ apiKey }: OpenAIClient): KeyInfo | undefined {
  const value = text(apiKey);
  return value === undefined || value === NO_KEY ? undefined : { value };
}

/** The key that this try is sent with; it may be of the call's own headers or fresh from a token provider. */
export function keyInHeaders(headers: unknown): KeyInfo | undefined {
  if (!(headers instanceof Headers)) {
    return undefined;
  }
  const value = headers.get('api-key') ?? headers.get('authorization')?.replace(/^Bearer\s+/i, '');
  return value ? { value } : undefined;
}
