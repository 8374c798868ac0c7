import type { CallHandle, CallStart } from '../../types.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { SdkCall } from '../sdk-call.ts';
import { readByClass, type ErrorClasses } from '../sdk-errors.ts';
import { otherPath, endpointOf } from './endpoint.ts';
import { cameForUsage } from './inject-usage.ts';
import type { Api } from './request.ts';
import { isUpload, readableBody } from './request-body.ts';
import { keyInHeaders, keyOfClient, type OpenAIClient, type RequestInitOfSdk, type RequestOptions } from './sdk.ts';
import { StreamBody } from './stream-body.ts';

export type StartCall = (start: CallStart) => CallHandle;

const REQUEST_ID_HEADERS = ['x-request-id', 'apim-request-id'];

/** What is known of a request that is about to be built. */
export interface OpenAIRequest {
  client: OpenAIClient;
  api: Api;
  path: string;
  options: RequestOptions;
  /** Whether the usage at the end of the stream was asked for on the app's behalf. */
  injected: boolean;
  errors: ErrorClasses;
}

/** One call while it runs. */
export class OpenAICall extends SdkCall {
  /** Of a stream whose usage the app did not ask for. */
  readonly hides: ((chunk: unknown) => boolean) | undefined;
  readonly #client: OpenAIClient;
  readonly #path: string;

  constructor({ client, api, path, options, injected, errors }: OpenAIRequest, start: StartCall) {
    const body = readableBody(options.body);
    super(
      start(callStart(client, api, path, options, body)),
      api.responseReader(body),
      isUpload(options.body) ? undefined : options.body,
      {
        readError: readByClass(errors),
        requestIdHeaders: REQUEST_ID_HEADERS,
        streamBody: () => new StreamBody(),
      },
    );
    this.hides = injected ? cameForUsage : undefined;
    this.#client = client;
    this.#path = path;
  }

  /** A request leaves: the first one, or a retry of the SDK's own. */
  attempts(url: string, { headers }: RequestInitOfSdk): void {
    const start = { endpoint: otherPath(url, this.#client, this.#path), key: keyInHeaders(headers), url };
    // From 7.5 on a body that does not come in time is asked for again.
    this.beginAttempt(start, headers, {
      state: 'failed',
      billed: 'possibly',
      error: { type: 'timeout', code: 'timeout' },
    });
  }
}

/** Field by field: what is not known is left to the context that the call is made in. */
function callStart(client: OpenAIClient, api: Api, path: string, options: RequestOptions, body: Fields): CallStart {
  const { provider, serverAddress, serverPort, path: fullPath } = endpointOf(client, path);
  const { params, conversationId } = api.describe(body);
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
  const key = keyOfClient(client);
  if (key !== undefined) start.key = key;
  if (params !== undefined) start.params = params;
  if (conversationId !== undefined) start.conversationId = conversationId;
  return start;
}
