import type { CallHandle, CallStart } from '../../record-types.ts';
import { fields, known, text } from '../fields.ts';
import { SdkCall } from '../sdk-call.ts';
import { readByClass, type ErrorClasses } from '../sdk-errors.ts';
import { otherPath, placeOf } from './place.ts';
import type { Api } from './request.ts';
import { keyInHeaders, keyOfClient, type OpenAIClient, type RequestInitOfSdk, type RequestOptions } from './sdk.ts';
import { StreamBody } from './stream-body.ts';

export type StartCall = (start: CallStart) => CallHandle;

const REQUEST_ID_HEADERS = ['x-request-id', 'apim-request-id'];

/** One call while it runs. */
export class OpenAICall extends SdkCall {
  readonly #client: OpenAIClient;
  readonly #path: string;

  /** The request is about to be built: `options` is all that is known of it. */
  constructor(
    client: OpenAIClient,
    api: Api,
    path: string,
    options: RequestOptions,
    errors: ErrorClasses,
    start: StartCall,
  ) {
    const body = fields(options.body);
    const record = start({
      operation: api.operation,
      apiFormat: api.apiFormat,
      method: 'POST',
      ...placeOf(client, path),
      ...known({
        requestModel: text(body.model),
        requestedServiceTier: text(body.service_tier),
        stream: options.stream === true ? true : undefined,
        key: keyOfClient(client),
      }),
      ...api.describe(body),
    });
    super(record, api.answer(body), options.body, {
      readError: readByClass(errors),
      requestIdHeaders: REQUEST_ID_HEADERS,
      streamBody: () => new StreamBody(),
    });
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
