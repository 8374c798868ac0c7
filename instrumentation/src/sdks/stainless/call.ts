import type { AttemptEnd, AttemptStart, CallHandle, CallStart } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { endpointOfUrl } from '../endpoint.ts';
import { SdkCall, type CallTraits } from '../sdk-call.ts';
import type { Api, RequestRewriting, StainlessSdk } from './descriptor.ts';
import { endpointOf } from './endpoint.ts';
import { isUpload, readableBody } from './request-body.ts';
import type { RequestInitOfSdk, RequestOptions, StainlessClient } from './sdk.ts';

export type StartCall = (start: CallStart) => CallHandle;

/** What is known of a request before the SDK builds it. */
export interface StainlessRequest {
  client: StainlessClient;
  api: Api;
  path: string;
  options: RequestOptions;
  /** Whether the usage at the end of the stream was asked for on the app's behalf. */
  injected: boolean;
}

/** A middleware discarded the response and sent another request. No other code reads that response. */
const REPLACED_BY_MIDDLEWARE: AttemptEnd = { state: 'cancelled', billed: 'possibly' };
/** The SDK requests a body again if it does not arrive in time (openai from 7.5 on). */
const BODY_TIMED_OUT: AttemptEnd = {
  state: 'failed',
  billed: 'possibly',
  error: { type: 'timeout', code: 'timeout' },
};

/** One call while it runs. */
export class StainlessCall extends SdkCall {
  /** Hides the chunk with the usage that the app did not ask for. */
  readonly hides: ((chunk: unknown) => boolean) | undefined;
  readonly #sdk: StainlessSdk;
  readonly #client: StainlessClient;
  readonly #path: string;
  readonly #model: string | undefined;
  #first = true;

  constructor(
    sdk: StainlessSdk,
    { client, api, path, options, injected }: StainlessRequest,
    traits: CallTraits,
    startCall: StartCall,
  ) {
    const body = readableBody(options.body);
    super(
      startCall(callStart(sdk, client, api, path, options, body)),
      api.responseReader(body),
      isUpload(options.body) ? undefined : options.body,
      traits,
    );
    this.hides = injected ? sdk.usageInjection?.hides : undefined;
    this.#sdk = sdk;
    this.#client = client;
    this.#path = path;
    this.#model = text(body.model);
  }

  /** A request is sent: the first one, a retry by the SDK, or one more by a middleware. */
  attempts(target: unknown, { headers, body }: RequestInitOfSdk): void {
    const url = String(target);
    const key = this.#sdk.keyInHeaders(headers, this.#client);
    const { rewriting } = this.#sdk;
    if (rewriting?.isDoneBy(this.#client) === true) {
      const { path, ...start } = this.#rewritten(url, rewriting);
      this.beginAttempt({ ...start, ...defined({ endpoint: path, key, url }) }, headers, REPLACED_BY_MIDDLEWARE);
      if (this.#first && path !== undefined) this.describe({ path });
      this.#first = false;
    } else if (this.#sdk.hasMiddleware === true) {
      const start = { ...this.#otherEndpoint(url), ...defined({ key, url, model: this.#otherModel(body) }) };
      this.beginAttempt(start, headers, REPLACED_BY_MIDDLEWARE);
    } else {
      this.beginAttempt({ endpoint: this.#otherPath(url), key, url }, headers, BODY_TIMED_OUT);
    }
  }

  /** The endpoint of a request to another platform, and its model if it is not the one that the app asked for. */
  #rewritten(
    url: string,
    { modelOf }: RequestRewriting,
  ): Pick<AttemptStart, 'serverAddress' | 'serverPort' | 'model'> & { path?: string } {
    const [sentTo = ''] = url.split('?', 1);
    const { path, serverAddress, serverPort } = endpointOfUrl(sentTo);
    const model = path === undefined ? undefined : modelOf(path);
    return defined({ path, serverAddress, serverPort, model: model === this.#model ? undefined : model });
  }

  /** The path of `url`, without the query; undefined if `url` is exactly the one that the call started with. */
  #otherPath(url: string): string | undefined {
    return url === this.#client.baseURL + this.#path ? undefined : URL.parse(url)?.pathname;
  }

  /** The endpoint of a request that a middleware sent elsewhere. */
  #otherEndpoint(url: string): AttemptStart {
    const [sentTo = ''] = url.split('?', 1);
    if (sentTo === this.#client.baseURL.replace(/\/$/, '') + this.#path) return {};
    const { path: endpoint, serverAddress, serverPort } = endpointOfUrl(sentTo);
    return defined({ endpoint, serverAddress, serverPort });
  }

  /** The model of a request that a middleware sent to another model than the app asked for. */
  #otherModel(body: unknown): string | undefined {
    const first = this.#first;
    this.#first = false;
    if (first || typeof body !== 'string' || body.includes(`"model":${JSON.stringify(this.#model)}`)) return undefined;
    return text(fields(JSON.parse(body)).model);
  }
}

/** Sets only known fields: the context in which the call is made supplies the others. */
function callStart(
  sdk: StainlessSdk,
  client: StainlessClient,
  api: Api,
  path: string,
  options: RequestOptions,
  body: Fields,
): CallStart {
  const { provider, serverAddress, serverPort, path: fullPath } = endpointOf(sdk, client, path);
  const { params, conversationId } = api.describe(body, options);
  const start: CallStart = {
    operation: api.operation,
    apiFormat: api.apiFormat,
    method: String(options.method).toUpperCase(),
  };
  if (provider !== undefined) start.provider = provider;
  if (serverAddress !== undefined) start.serverAddress = serverAddress;
  if (serverPort !== undefined) start.serverPort = serverPort;
  if (fullPath !== undefined) start.path = fullPath;
  const model = text(body.model) ?? text(fields(options.__metadata).model);
  if (model !== undefined) start.requestModel = model;
  const tier = text(body.service_tier);
  if (tier !== undefined) start.requestedServiceTier = tier;
  if (options.stream === true) start.stream = true;
  const key = sdk.keyOfClient(client);
  if (key !== undefined) start.key = key;
  if (params !== undefined) start.params = params;
  if (conversationId !== undefined) start.conversationId = conversationId;
  return start;
}
