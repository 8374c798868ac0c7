import type { AttemptHandle, CallEnd, CallHandle, CallStart } from '../../record-types.ts';
import { NO_ATTEMPT, NOTHING_RECORDED } from '../../start-call.ts';
import { observeStream, type ReadableOnce, type StreamObserver } from '../observe-stream.ts';
import type { Answer } from './answer.ts';
import { endByBrokenStream, endByError, nothingWasSent, transportError, type ErrorClasses } from './errors.ts';
import { fields, known, text } from './fields.ts';
import { otherPath, placeOf } from './place.ts';
import type { Api } from './request.ts';
import { keyInHeaders, keyOfClient, type OpenAIClient, type RequestInitOfSdk, type RequestOptions } from './sdk.ts';
import { StreamBody } from './stream-body.ts';

export type StartCall = (start: CallStart) => CallHandle;

/**
 * One call while it runs: what the patch tells it, in the order in which it happens, and what that says of the record.
 * It must hold no response and no stream: that they are dropped is one of the things it waits for.
 */
export class OpenAICall implements StreamObserver {
  readonly #client: OpenAIClient;
  readonly #path: string;
  readonly #sdk: ErrorClasses;
  readonly #answer: Answer;
  #record: CallHandle;
  #attempt: AttemptHandle = NO_ATTEMPT;
  /** Of the try that answered. */
  #statusCode: number | undefined;
  #reading = false;
  #streaming = false;
  /** Of a stream, where content is recorded. */
  #body: StreamBody | undefined;

  /** The request is about to be built: `options` is all that is known of it. */
  constructor(
    client: OpenAIClient,
    api: Api,
    path: string,
    options: RequestOptions,
    sdk: ErrorClasses,
    start: StartCall,
  ) {
    const body = fields(options.body);
    this.#client = client;
    this.#path = path;
    this.#sdk = sdk;
    this.#answer = api.answer(body);
    this.#record = start({
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
    this.#record.content('providerRequestBody', options.body);
  }

  /** True from the start where nothing is recorded. */
  get ended(): boolean {
    return this.#record.ended;
  }

  /** A request leaves: the first one, or a retry of the SDK's own. */
  tries(url: string, init: RequestInitOfSdk): void {
    // From 7.5 on a body that does not come in time is asked for again.
    if (this.#reading) {
      this.#attempt.end({ state: 'failed', billed: 'possibly', error: { type: 'timeout', code: 'timeout' } });
    }
    this.#attempt = this.#record.attempt(
      known({ endpoint: otherPath(url, this.#client, this.#path), key: keyInHeaders(init.headers) }),
    );
    this.#statusCode = undefined;
    this.#record.content('providerRequestHeaders', init.headers);
  }

  /** The head of a response has come. A refusal may be tried again; its body is the SDK's to read. */
  responded({ status, ok, headers }: Response): void {
    this.#statusCode = status;
    const requestId = headers.get('x-request-id') ?? headers.get('apim-request-id') ?? undefined;
    this.#attempt.responded({ statusCode: status, ...known({ requestId }) });
    if (!ok) this.#attempt.end({ state: 'failed', statusCode: status, billed: 'no' });
    this.#record.content('providerResponseHeaders', headers);
  }

  /** No response came. `givenUp`: because the caller ended the request. */
  unanswered(error: unknown, givenUp: boolean): void {
    const billed = nothingWasSent(error) ? 'no' : 'possibly';
    this.#attempt.end(
      givenUp ? { state: 'cancelled', billed } : { state: 'failed', billed, error: transportError(error) },
    );
  }

  /** The SDK's last word: it throws `error` at its caller. */
  failed(error: unknown): void {
    this.#end(endByError(error, this.#sdk));
  }

  /** The body is about to be read. Only the first reading is observed: a second one is the app's error. */
  beginReading(): boolean {
    const first = !this.#reading && !this.#record.ended;
    this.#reading = true;
    return first;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** What the SDK made of the body: an answer, or the stream it will come by. */
  parsed(body: unknown): void {
    if (isStream(body)) {
      observeStream(body, this);
      return;
    }
    this.#answer.read(body);
    this.#record.content('providerResponseBody', body);
    this.#succeed();
  }

  chunk(value: unknown): void {
    if (!this.#streaming) {
      this.#streaming = true;
      this.#record.firstChunk();
      if (this.#record.wants('providerResponseBody')) this.#body = new StreamBody();
    }
    this.#answer.read(value);
    this.#body?.add(value);
  }

  done(aborted: boolean): void {
    if (this.#answer.finished) return this.#succeed();
    if (aborted) return this.givenUp();
    // The app saw an end like any other, but the provider had not finished, or told what was used.
    if (this.#answer.facts().usage !== undefined) return this.#succeed();
    this.#end({
      state: 'failed',
      error: this.#answer.failure ?? { type: 'stream_interrupted', code: 'stream_interrupted' },
    });
  }

  /** Reading stopped. Who has seen the last word of an answer and then leaves has given nothing up. */
  givenUp(): void {
    if (this.#answer.finished) this.#succeed();
    else this.#end({ state: 'cancelled' });
  }

  broken(error: unknown): void {
    this.#end(endByBrokenStream(error, this.#sdk));
  }

  /** The caller has the raw response, or dropped it: what its body says stays unknown. */
  unread(): void {
    if (!this.#reading) this.#end({ state: 'success' });
  }

  #succeed(): void {
    const { failure } = this.#answer;
    if (failure === undefined) this.#end({ state: 'success' });
    else this.#end({ state: 'failed', error: failure });
  }

  #end(end: CallEnd): void {
    this.#record.content('providerResponseBody', this.#body?.body);
    this.#body = undefined;
    const facts = this.#answer.facts();
    // Numbers of an answer that did not come whole are not what was used.
    if (end.state !== 'success' && !this.#answer.finished) delete facts.usage;
    const ended: CallEnd = { ...known({ statusCode: this.#statusCode, billed: this.#billed(end) }), ...facts, ...end };
    this.#attempt.end(ended);
    this.#record.end(ended);
    // Sockets keep the async context in which they were opened, and with it this object.
    this.#record = NOTHING_RECORDED;
    this.#attempt = NO_ATTEMPT;
  }

  /** A 2xx is billed, unless the provider itself says within it that it failed. Refusals said so when they came. */
  #billed(end: CallEnd): CallEnd['billed'] {
    if (this.#statusCode === undefined || this.#statusCode >= 300) return undefined;
    return end.state === 'failed' && end.error?.code !== 'stream_interrupted' ? 'possibly' : 'yes';
  }
}

function isStream(body: unknown): body is ReadableOnce {
  const { iterator, controller } = fields(body);
  return typeof iterator === 'function' && controller instanceof AbortController;
}
