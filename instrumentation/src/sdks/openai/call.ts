import type { CallHandle, CallStart } from '../../record-types.ts';
import { fields, known, text } from '../fields.ts';
import { SdkCall } from '../sdk-call.ts';
import { readByClass, type ErrorClasses } from '../sdk-errors.ts';
import { otherPath, placeOf } from './place.ts';
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
    const record = start({
      operation: api.operation,
      apiFormat: api.apiFormat,
      method: String(options.method).toUpperCase(),
      ...placeOf(client, path),
      ...known({
        requestModel: text(body.model) ?? text(fields(options.__metadata).model),
        requestedServiceTier: text(body.service_tier),
        stream: options.stream === true ? true : undefined,
        key: keyOfClient(client),
      }),
      ...api.describe(body),
    });
    super(record, api.answer(body), isUpload(options.body) ? undefined : options.body, {
      readError: readByClass(errors),
      requestIdHeaders: REQUEST_ID_HEADERS,
      streamBody: () => new StreamBody(),
    });
    this.hides = injected ? cameForUsage : undefined;
    this.#client = client;
    this.#path = path;
  }

  /** A request leaves: the first one, or a retry of the SDK's own. */
  tries(url: string, { headers }: RequestInitOfSdk): void {
    const start = known({ endpoint: otherPath(url, this.#client, this.#path), key: keyInHeaders(headers) });
    // From 7.5 on a body that does not come in time is asked for again.
    this.beginTry(start, headers, {
      state: 'failed',
      billed: 'possibly',
      error: { type: 'timeout', code: 'timeout' },
    });
  }
}
