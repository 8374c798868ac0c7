import type { AttemptStart, CallHandle, CallStart } from '../../types.ts';
import { fields, known, text } from '../../util/fields.ts';
import { endpointOfUrl, type Endpoint } from '../endpoint.ts';
import { SdkCall } from '../sdk-call.ts';
import { readByClass, type ErrorClasses } from '../sdk-errors.ts';
import { MessageResponseReader } from './response-reader.ts';
import { describeRequest } from './request.ts';
import { keyInHeaders, keyOfClient, type AnthropicClient, type RequestInitOfSdk, type RequestOptions } from './sdk.ts';
import { StreamBody } from './stream-body.ts';

export type StartCall = (start: CallStart) => CallHandle;

const REQUEST_ID_HEADERS = ['request-id'];

/** One call while it runs. */
export class AnthropicCall extends SdkCall {
  readonly #url: string;
  readonly #model: string | undefined;
  #first = true;

  /** The request is about to be built: `options` is all that is known of it. */
  constructor(
    client: AnthropicClient,
    path: string,
    options: RequestOptions,
    errors: ErrorClasses,
    startCall: StartCall,
  ) {
    const record = startCall({
      operation: 'chat',
      apiFormat: 'anthropic.messages',
      method: 'POST',
      ...endpointOf(client, path),
      ...known({ key: keyOfClient(client) }),
      ...describeRequest(options),
    });
    super(record, new MessageResponseReader(), options.body, {
      readError: readByClass(errors),
      requestIdHeaders: REQUEST_ID_HEADERS,
      streamBody: () => new StreamBody(),
    });
    this.#model = text(fields(options.body).model);
    this.#url = client.baseURL.replace(/\/$/, '') + path;
  }

  /** A request leaves: the first one, a retry of the SDK's own, or one more that a middleware asks for. */
  attempts(url: unknown, init: RequestInitOfSdk & { body?: unknown }): void {
    const target = String(url);
    const start = { ...this.#endpointOfAttempt(target), ...known({ key: keyInHeaders(init.headers), url: target }) };
    const model = this.#otherModel(init.body);
    // A middleware took the answer of the try before and asked again: nobody else reads what that one says.
    this.beginAttempt({ ...start, ...known({ model }) }, init.headers, { state: 'cancelled', billed: 'possibly' });
  }

  #endpointOfAttempt(url: string): AttemptStart {
    const [sentTo = ''] = url.split('?', 1);
    if (sentTo === this.#url) return {};
    const { path: endpoint, serverAddress, serverPort } = endpointOfUrl(sentTo);
    return known({ endpoint, serverAddress, serverPort });
  }

  /** The model of a try that a middleware made for another one than the app asked for. */
  #otherModel(body: unknown): string | undefined {
    const [first, model] = [this.#first, this.#model];
    this.#first = false;
    if (first || typeof body !== 'string' || body.includes(`"model":${JSON.stringify(model)}`)) return undefined;
    return text(fields(JSON.parse(body)).model);
  }
}

/** Who is called, and where: by the client's base URL. `path` is that of the SDK's request. */
function endpointOf(client: AnthropicClient, path: string): Endpoint {
  if (!path.startsWith('/')) return endpointOfUrl(path);
  const base = endpointOfUrl(client.baseURL);
  const ownEndpoint: Endpoint = { ...base, path: (base.path ?? '') + path };
  const platform = text(client._genAIProviderName);
  return platform === undefined || platform === 'anthropic' ? ownEndpoint : { ...ownEndpoint, provider: platform };
}
