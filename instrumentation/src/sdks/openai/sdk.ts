import type { KeyInfo } from '../../types.ts';
import type { BuildBody } from '../written-body.ts';
import type { ErrorClasses } from '../sdk-errors.ts';
import { classOfClient, sends } from '../client-class.ts';
import { text } from '../../util/fields.ts';

/** What is used of the SDK's classes, versions 6 and 7. The methods are private there; `sends` checks them. */
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
  /** The SDK's own notes; the model of an upload is among them. */
  __metadata?: unknown;
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
  asResponse(): Promise<Response>;
  /** What `makeRequest` returned; of derived promises too. */
  responsePromise: Promise<ResponseProps>;
  /** Set as soon as the SDK reads the body. */
  parsedPromise?: unknown;
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
  buildBody?: BuildBody;
  /** One try. */
  fetchWithTimeout(this: OpenAIClient, url: string, init: RequestInitOfSdk, ...rest: unknown[]): Promise<Response>;
  /** From 7.5 on all reading of bodies goes through it. */
  parseResponseWithTimeout?(this: OpenAIClient, ...args: Parameters<ParseResponse>): Promise<unknown>;
}

/** What is patched, and the classes that errors are told apart by. */
export interface ClientClass {
  prototype: ClientPrototype;
  errors: ErrorClasses;
}

/** The client class among what the package exports; undefined where its methods are not those that are known. */
export function exportedClass(exports: Record<string, unknown>): ClientClass | undefined {
  const candidate = exports.OpenAI ?? exports.default;
  if (typeof candidate !== 'function' || !sends(candidate.prototype)) return undefined;
  return { prototype: candidate.prototype as ClientPrototype, errors: candidate as unknown as ErrorClasses };
}

/** The class of a client of this SDK, Azure's too, in a version that is known; undefined for anything else. */
export function classOf(client: object, majors: readonly number[]): ClientClass | undefined {
  const found = 'chat' in client && 'responses' in client ? classOfClient(client) : undefined;
  if (found === undefined || !majors.includes(found.major)) return undefined;
  return { prototype: found.prototype as ClientPrototype, errors: found.statics };
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
  const value = headers.get('api-key') ?? withoutScheme(headers.get('authorization'));
  return value ? { value } : undefined;
}

function withoutScheme(authorization: string | null): string | undefined {
  if (authorization?.startsWith('Bearer sk-') === true) return authorization.slice('Bearer '.length);
  return authorization?.replace(/^Bearer\s+/i, '');
}
