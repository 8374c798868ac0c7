import type { Parser } from './watched-parser.ts';
import type { BuildBody } from './written-body.ts';

export type Fetch = (url: unknown, init?: RequestInitOfSdk) => Promise<Response>;

/** The fields of a client that the kit reads. `findClientClass` checks that its class has the expected methods. */
export interface StainlessClient {
  baseURL: string;
  apiKey?: string | null;
  /** Read once per attempt, in the same tick in which `fetchWithTimeout` is called. */
  fetch: Fetch;
}

/** What a client passes to `makeRequest`. Each SDK adds options of its own. */
export interface RequestOptions {
  method?: unknown;
  path?: unknown;
  body?: unknown;
  stream?: unknown;
  /** The SDK's own notes; for an upload they contain the model. */
  __metadata?: unknown;
}

export interface RequestInitOfSdk {
  signal?: AbortSignal | null;
  headers?: unknown;
  body?: unknown;
}

/** Result of `makeRequest` and input of the parser. A retry within the parser replaces the fields. */
export interface ResponseProps {
  response: Response;
}

/** The promise that calls return. Its `then` reads the body, so nothing here may call it. */
export interface ApiPromise {
  asResponse(): Promise<Response>;
  /** What `makeRequest` returned; derived promises have it too. */
  responsePromise: Promise<ResponseProps>;
  /** Set as soon as the SDK reads the body. */
  parsedPromise?: unknown;
  /** Reads the body, unless the client has `parseResponseWithTimeout`. */
  parseResponse: Parser<ResponseProps>;
}

/** The methods of a client class. They are private in the SDKs' types. */
export interface ClientPrototype {
  request(this: StainlessClient, ...args: unknown[]): ApiPromise;
  /** Sends one call, with its retries: for each retry the SDK calls it again, with `retryOf` set. */
  makeRequest(
    this: StainlessClient,
    options: RequestOptions | PromiseLike<RequestOptions>,
    retriesRemaining: unknown,
    retryOf: string | undefined,
    ...rest: unknown[]
  ): Promise<ResponseProps>;
  buildBody?: BuildBody;
  /** Sends one attempt. In SDKs with middleware it may send no request, one or several. */
  fetchWithTimeout(this: StainlessClient, url: string, init: RequestInitOfSdk, ...rest: unknown[]): Promise<Response>;
  /** Reads all bodies, in SDKs that have it (openai from 7.5 on). */
  parseResponseWithTimeout?(this: StainlessClient, client: unknown, props: ResponseProps): Promise<unknown>;
}
