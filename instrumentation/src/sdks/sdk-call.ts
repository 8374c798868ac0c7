import { Ending } from '../record/ending.ts';
import type { AttemptEnd, AttemptHandle, AttemptStart, CallEnd, CallFacts, CallHandle } from '../types.ts';
import { WrittenJson } from '../redaction/content/written-json.ts';
import { NO_ATTEMPT, NOTHING_RECORDED } from '../api/no-op-handles.ts';
import { reportBackgroundResponse } from '../api/report-background-response.ts';
import { isOwnRecord } from '../api/start-call.ts';
import type { ResponseReader, BodyOfStream } from './response-reader.ts';
import { fields } from '../util/fields.ts';
import { bedrockTierOf, headOf, proxyCost, proxyHeadOf, type ProxyHead } from './response-head.ts';
import { observeStream, type ReadableOnce, type StreamObserver } from './observe-stream.ts';
import { endByBrokenStream, endByError, nothingWasSent, transportError, type ReadError } from './sdk-errors.ts';

/** A request body as an SDK serialized it, with the headers that describe it. */
export interface WrittenBody {
  body?: unknown;
  bodyHeaders?: unknown;
}

/** What all calls of one SDK share. */
export interface CallTraits {
  readError: ReadError;
  /** Response headers that may contain the provider's request id; the first one present counts. */
  requestIdHeaders: readonly string[];
  streamBody: () => BodyOfStream;
}

/**
 * One running call of an SDK whose clients have one method for a request and one for an attempt. The patch reports events
 * to it in the order in which they happen, and it updates the record. It must hold no response and no stream, because it
 * also ends when they are garbage-collected.
 */
export class SdkCall implements StreamObserver {
  readonly #traits: CallTraits;
  readonly #responseReader: ResponseReader;
  /** The request's body, while the record waits for the SDK to serialize it. */
  #unwritten: unknown;
  #record: CallHandle;
  #attempt: AttemptHandle = NO_ATTEMPT;
  /** The status of the attempt that got a response. */
  #statusCode: number | undefined;
  #proxy: ProxyHead | undefined;
  #tierInHead: string | undefined;
  /** The newest attempt got a 2xx. */
  #responded = false;
  #reading = false;
  #streaming = false;
  /** The body of a stream, if content is recorded. */
  #body: BodyOfStream | undefined;

  /** Called before the request is built. `body` is the request's complete body, if it is already known. */
  constructor(record: CallHandle, responseReader: ResponseReader, body: unknown, traits: CallTraits) {
    this.#record = record;
    this.#responseReader = responseReader;
    this.#traits = traits;
    // Parallel calls in a gateway's record share one field for their bodies: the first call that begins sets it.
    if (!isOwnRecord(record)) record.content('providerRequestBody', body);
    else if (record.wants('providerRequestBody')) this.#unwritten = body;
  }

  /** True from the start if nothing is recorded. */
  get ended(): boolean {
    return this.#record.ended;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** The SDK serialized `body` as `written`, which it does again for each retry. Called at once, before either can change. */
  wrote(body: unknown, { body: json, bodyHeaders }: WrittenBody): void {
    // A body that the app serialized itself is recorded as a string.
    if (typeof body !== 'object' || body !== this.#unwritten || typeof json !== 'string') return;
    if (fields(bodyHeaders)['content-type'] === 'application/json') this.#recordBody(new WrittenJson(body, json));
  }

  #recordBody(body = this.#unwritten): void {
    if (body === undefined) return;
    this.#unwritten = undefined;
    this.#record.content('providerRequestBody', body);
  }

  /**
   * A request is sent: the first one, or a retry by the SDK. `before` is the end of the previous attempt, used if that got
   * a 2xx and has not ended. `body` is the request's body, if it becomes known only now.
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

  /** Adds facts that are known only once a request is sent. */
  protected describe(more: CallFacts): void {
    this.#record.describe(more);
  }

  /** The head of a response arrived. After a refusal the SDK may retry; only the SDK reads the body of a refusal. */
  responded({ status, ok, headers }: Response): void {
    this.#statusCode = status;
    this.#responded = ok;
    const header = (name: string) => headers.get(name);
    this.#proxy = proxyHeadOf(header);
    this.#tierInHead = bedrockTierOf(header);
    this.#attempt.responded(headOf(status, header, this.#traits.requestIdHeaders));
    if (!ok) this.#attempt.end({ state: 'failed', statusCode: status, billed: 'no' });
    this.#record.content('providerResponseHeaders', headers);
  }

  /** No response arrived. `givenUp`: because the caller ended the request. */
  noResponse(error: unknown, givenUp: boolean): void {
    const billed = nothingWasSent(error) ? 'no' : 'possibly';
    this.#attempt.end(
      givenUp ? { state: 'cancelled', billed } : { state: 'failed', billed, error: transportError(error) },
    );
  }

  /** The call failed: the SDK throws `error` to its caller. */
  failed(error: unknown): void {
    this.#end(endByError(error, this.#traits.readError));
  }

  /** The body is about to be read. Returns true for the first reading alone; a second one is an error of the app. */
  beginReading(): boolean {
    const first = !this.#reading && !this.#record.ended;
    this.#reading = true;
    return first;
  }

  /** The SDK parsed the body into a response or a stream. */
  parsed(body: unknown): void {
    if (isStream(body)) {
      observeStream(body, this);
      return;
    }
    this.#responseReader.read(body);
    // For a binary response the app gets the `Response` itself.
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
    // The app saw a regular end, but the response is incomplete: without usage that counts as a failure.
    if (this.#responseReader.facts().usage !== undefined) return this.#succeed();
    this.#end({
      state: 'failed',
      error: this.#responseReader.failure ?? { type: 'stream_interrupted', code: 'stream_interrupted' },
    });
  }

  /** Reading stopped. Leaving after the response was complete is no cancellation. */
  givenUp(): void {
    if (this.#responseReader.finished) this.#succeed();
    else this.#end({ state: 'cancelled' });
  }

  broken(error: unknown): void {
    this.#end(endByBrokenStream(error, this.#traits.readError));
  }

  /** The caller took the raw response or dropped it: the content of its body stays unknown. */
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
    // The numbers of an incomplete response are not its usage. A response without an attempt used nothing.
    if ((end.state !== 'success' && !this.#responseReader.finished) || this.#attempt === NO_ATTEMPT)
      facts.usage = undefined;
    if (this.#tierInHead !== undefined) facts.servedServiceTier = this.#tierInHead;
    const reportedCostUsd = facts.reportedCostUsd ?? proxyCost(this.#proxy, this.#streaming, facts.usage?.raw);
    const ended = Ending.of({
      ...facts,
      ...end,
      statusCode: end.statusCode ?? this.#statusCode,
      billed: end.billed ?? facts.billed ?? this.#billed(end),
      reportedCostUsd,
    });
    if (facts.background !== undefined && this.#attempt !== NO_ATTEMPT)
      reportBackgroundResponse(this.#record, facts.background);
    this.#attempt.end(ended);
    this.#record.end(ended);
    // Sockets keep the async context in which they were opened, and so this object, in memory.
    this.#record = NOTHING_RECORDED;
    this.#attempt = NO_ATTEMPT;
  }

  /** A 2xx is billed, unless the provider reports a failure within it. Refusals were marked when they arrived. */
  #billed(end: CallEnd): CallEnd['billed'] {
    if (this.#statusCode === undefined || this.#statusCode >= 300) return undefined;
    return end.state === 'failed' && end.error?.code !== 'stream_interrupted' ? 'possibly' : 'yes';
  }
}

function isStream(body: unknown): body is ReadableOnce {
  const { iterator, controller } = fields(body);
  return typeof iterator === 'function' && controller instanceof AbortController;
}
