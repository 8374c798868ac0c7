import { Ending } from '../record/ending.ts';
import type { AttemptEnd, AttemptHandle, AttemptStart, CallEnd, CallHandle } from '../types.ts';
import { WrittenJson } from '../redaction/content/written-json.ts';
import { isOwnRecord, NO_ATTEMPT, NOTHING_RECORDED } from '../api/start-call.ts';
import type { ResponseReader, BodyOfStream } from './response-reader.ts';
import { fields } from '../util/fields.ts';
import { observeStream, type ReadableOnce, type StreamObserver } from './observe-stream.ts';
import { endByBrokenStream, endByError, nothingWasSent, transportError, type ReadError } from './sdk-errors.ts';
import type { WrittenBody } from './written-body.ts';

/** What the calls of one SDK have in common. */
export interface CallTraits {
  readError: ReadError;
  /** Headers of a response that may carry the provider's id of the request; the first that is there counts. */
  requestIdHeaders: readonly string[];
  streamBody: () => BodyOfStream;
}

/**
 * One call of an SDK whose clients have one method for a request and one for a try, while it runs: what the patch tells
 * it, in the order in which it happens, and what that says of the record. It must hold no response and no stream: that
 * they are dropped is one of the things it waits for.
 */
export class SdkCall implements StreamObserver {
  readonly #traits: CallTraits;
  readonly #responseReader: ResponseReader;
  /** Of the request, as long as the record waits for the SDK to write it. */
  #unwritten: unknown;
  #record: CallHandle;
  #attempt: AttemptHandle = NO_ATTEMPT;
  /** Of the try that answered. */
  #statusCode: number | undefined;
  /** The newest try has got a 2xx. */
  #responded = false;
  #reading = false;
  #streaming = false;
  /** Of a stream, where content is recorded. */
  #body: BodyOfStream | undefined;

  /** The request is about to be built; `body` is all that will be in it, where that is known already. */
  constructor(record: CallHandle, responseReader: ResponseReader, body: unknown, traits: CallTraits) {
    this.#record = record;
    this.#responseReader = responseReader;
    this.#traits = traits;
    // Calls side by side in a gateway's record have one place for their bodies: the first to begin takes it at once.
    if (!isOwnRecord(record)) record.content('providerRequestBody', body);
    else if (record.wants('providerRequestBody')) this.#unwritten = body;
  }

  /** True from the start where nothing is recorded. */
  get ended(): boolean {
    return this.#record.ended;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** The SDK has just made `written` of `body`, for the wire; again for each retry. Nothing may have changed it since. */
  wrote(body: unknown, { body: json, bodyHeaders }: WrittenBody): void {
    // A text that the app wrote itself is recorded as that, not as what became of it.
    if (typeof body !== 'object' || body !== this.#unwritten || typeof json !== 'string') return;
    if (fields(bodyHeaders)['content-type'] === 'application/json') this.#recordBody(new WrittenJson(body, json));
  }

  #recordBody(body = this.#unwritten): void {
    if (body === undefined) return;
    this.#unwritten = undefined;
    this.#record.content('providerRequestBody', body);
  }

  /**
   * A request leaves: the first one, or a retry of the SDK's own. `before` is how the try before it ended, where it had
   * been answered and nothing said yet how that went; `body` what leaves with it, where that is known only now.
   */
  beginAttempt(start: AttemptStart, headers: unknown, before: AttemptEnd, body?: unknown): void {
    this.#recordBody();
    if (this.#responded) this.#attempt.end(before);
    this.#responded = false;
    this.#attempt = this.#record.attempt(start);
    this.#statusCode = undefined;
    this.#record.content('providerRequestHeaders', headers);
    if (body !== undefined) this.#record.content('providerRequestBody', body);
  }

  /** The head of a response has come. A refusal may be tried again; its body is the SDK's to read. */
  responded({ status, ok, headers }: Response): void {
    this.#statusCode = status;
    this.#responded = ok;
    this.#attempt.responded({ statusCode: status, requestId: this.#requestId(headers) });
    if (!ok) this.#attempt.end({ state: 'failed', statusCode: status, billed: 'no' });
    this.#record.content('providerResponseHeaders', headers);
  }

  #requestId(headers: Headers): string | undefined {
    for (const name of this.#traits.requestIdHeaders) {
      const value = headers.get(name);
      if (value) return value;
    }
    return undefined;
  }

  /** No response came. `givenUp`: because the caller ended the request. */
  noResponse(error: unknown, givenUp: boolean): void {
    const billed = nothingWasSent(error) ? 'no' : 'possibly';
    this.#attempt.end(
      givenUp ? { state: 'cancelled', billed } : { state: 'failed', billed, error: transportError(error) },
    );
  }

  /** The SDK's last word: it throws `error` at its caller. */
  failed(error: unknown): void {
    this.#end(endByError(error, this.#traits.readError));
  }

  /** The body is about to be read. Only the first reading is observed: a second one is the app's error. */
  beginReading(): boolean {
    const first = !this.#reading && !this.#record.ended;
    this.#reading = true;
    return first;
  }

  /** What the SDK made of the body: an answer, or the stream it will come by. */
  parsed(body: unknown): void {
    if (isStream(body)) {
      observeStream(body, this);
      return;
    }
    this.#responseReader.read(body);
    // Of an answer that is no text the app has the response itself.
    if (!(body instanceof Response)) this.#record.content('providerResponseBody', body);
    this.#succeed();
  }

  chunk(value: unknown): void {
    if (!this.#streaming) {
      this.#streaming = true;
      this.#record.firstChunk();
      if (this.#record.wants('providerResponseBody')) this.#body = this.#traits.streamBody();
    }
    this.#responseReader.read(value);
    this.#body?.add(value);
  }

  done(aborted: boolean): void {
    if (this.#responseReader.finished) return this.#succeed();
    if (aborted) return this.givenUp();
    // The app saw an end like any other, but the provider had not finished, or told what was used.
    if (this.#responseReader.facts().usage !== undefined) return this.#succeed();
    this.#end({
      state: 'failed',
      error: this.#responseReader.failure ?? { type: 'stream_interrupted', code: 'stream_interrupted' },
    });
  }

  /** Reading stopped. Who has seen the last word of an answer and then leaves has given nothing up. */
  givenUp(): void {
    if (this.#responseReader.finished) this.#succeed();
    else this.#end({ state: 'cancelled' });
  }

  broken(error: unknown): void {
    this.#end(endByBrokenStream(error, this.#traits.readError));
  }

  /** The caller has the raw response, or dropped it: what its body says stays unknown. */
  unread(): void {
    if (!this.#reading) this.#end({ state: 'success' });
  }

  #succeed(): void {
    const { failure } = this.#responseReader;
    if (failure === undefined) this.#end({ state: 'success' });
    else this.#end({ state: 'failed', error: failure });
  }

  #end(end: CallEnd): void {
    this.#recordBody();
    this.#record.content('providerResponseBody', this.#body?.body);
    this.#body = undefined;
    const facts = this.#responseReader.facts();
    // Numbers of an answer that did not come whole are not what was used, nor are those of one that no try brought.
    if ((end.state !== 'success' && !this.#responseReader.finished) || this.#attempt === NO_ATTEMPT)
      facts.usage = undefined;
    const ended = Ending.of({
      ...facts,
      ...end,
      statusCode: end.statusCode ?? this.#statusCode,
      billed: end.billed ?? facts.billed ?? this.#billed(end),
    });
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
