import type { AttemptEnd, AttemptHandle, AttemptStart, CallEnd, CallHandle, CallStart } from '../../types.ts';
import { contextWithin, contextWithinJoined, NO_ATTEMPT, NOTHING_RECORDED } from '../../api/start-call.ts';
import type { AsyncContext } from '../../record/usage-context.ts';
import { fields, known, text, type Fields } from '../../util/fields.ts';
import { endpointOfUrl } from '../endpoint.ts';
import { nothingWasSent, transportError } from '../sdk-errors.ts';
import type { ResponseFacts } from '../response-reader.ts';
import { factsOfResult, StreamResponseReader } from './response-reader.ts';
import { endByBrokenStream, endByError, mayBeRetried } from './errors.ts';
import { observeModelStream, type ModelStreamObserver } from './model-stream.ts';
import { providerOfModel } from './provider.ts';
import type { RequestObserver, SeenRequest, SeenResponse } from './requests.ts';

export type StartCall = (start: CallStart) => CallHandle;

/** What of a call the app keeps from telemetry. */
export interface Hidden {
  inputs: boolean;
  outputs: boolean;
}

export interface ModelCallOptions {
  start: CallStart;
  /** `model.provider`. */
  provider: string;
  maxRetries: number;
  hidden: Hidden;
  /** Nobody tells of the tries: each request is one, until the first is answered. */
  attemptsByRequest?: boolean;
  /** The call within which this one is made, by a provider that asks another model: it goes where this one does. */
  within?: ModelCall | undefined;
}

/**
 * One call of a model while it runs, its retries included: what is told of it, in the order in which it happens, and what
 * that says of the record. It must hold no stream: that it is dropped is one of the things it waits for.
 */
export class ModelCall implements RequestObserver, ModelStreamObserver {
  /** What is in force inside; undefined where a gateway's record is already. */
  readonly asyncContext: AsyncContext | undefined;
  readonly #options: ModelCallOptions;
  readonly #responseReader: StreamResponseReader;
  #record: CallHandle;
  #attempt: AttemptHandle = NO_ATTEMPT;
  #attempts = 0;
  /** `trying`: the model was asked. `held`: a try failed, and another may follow. `unseen`: it answers, and nobody tells. */
  #state: 'trying' | 'held' | 'streaming' | 'unseen' | 'ended' = 'held';
  /** Where a try went is known. */
  #placed = false;
  /** The newest of this try. */
  #request: SeenRequest | undefined;
  #response: SeenResponse | undefined;
  #guestsBefore = 0;
  #continues = false;
  #requestOpen = false;
  #refused = false;
  /** A request of this call has got a 2xx. */
  #responded = false;
  #failed: AttemptEnd = { state: 'failed' };

  constructor(options: ModelCallOptions, startCall: StartCall) {
    this.#options = options;
    this.#record = startCall(options.start);
    this.asyncContext = contextWithin(this.#record);
    this.#responseReader = new StreamResponseReader(options.start.apiFormat);
    this.beginAttempt();
  }

  get operation(): string {
    return this.#options.start.operation;
  }

  /** What is in force inside, for code that the call is made in with `outer` in force. */
  contextIn(outer: AsyncContext | undefined): AsyncContext {
    return this.asyncContext ?? contextWithinJoined(this.#record, outer);
  }

  /** A try failed, and the next one is a retry of the same call. */
  get held(): boolean {
    return this.#state === 'held';
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  /** The model is asked: the first time, or again after a try that failed. */
  beginAttempt(): void {
    this.#attempts++;
    this.#openAttempt({});
  }

  /** The model asks by itself after a call that joined ours: nothing of where that went is so of this one. */
  #ownAttempt({ url, key = {} }: SeenRequest): AttemptStart {
    const { provider, serverAddress, serverPort, path: endpoint } = endpointOfUrl(url);
    const model = this.#options.start.requestModel;
    return { key, continues: true, ...known({ provider, serverAddress, serverPort, endpoint, model }) };
  }

  #openAttempt(start: AttemptStart): void {
    this.#continues = start.continues === true;
    this.#state = 'trying';
    this.#refused = false;
    this.#request = this.#response = undefined;
    this.#guestsBefore = this.#guestCount;
    this.#attempt = this.#record.attempt(start);
  }

  get #guestCount(): number {
    return this.asyncContext?.guests?.count ?? 0;
  }

  /**
   * The last request of a try is the one that asks the model: a middleware may look something up before. One of a call that
   * joined ours is that call's try; where our model asks by itself after one, that is a further try.
   */
  requested(request: SeenRequest): void {
    if (this.#state !== 'trying') return;
    const isOwn = (this.asyncContext?.guests?.open ?? 0) === 0;
    if (isOwn && this.#guestCount > this.#guestsBefore) this.#openAttempt(this.#ownAttempt(request));
    else if (this.#refused) this.#openAttempt({});
    this.#requestOpen = true;
    this.#noteRequest(request);
  }

  #noteRequest(request: SeenRequest): void {
    this.#request = request;
    const { within } = this.#options;
    if (within !== undefined) within.#noteRequest(request);
  }

  responded(response: SeenResponse): void {
    if (this.#state !== 'trying') return;
    this.#response = response;
    const { statusCode } = response;
    if (statusCode >= 400) this.#refusal({ state: 'failed', statusCode, billed: 'no' });
    else this.#responded = true;
  }

  requestFailed(error: unknown): void {
    this.#requestOpen = false;
    if (this.#state === 'unseen') return this.#finish(endByBrokenStream(error));
    if (this.#state !== 'trying' || this.#options.attemptsByRequest !== true) return;
    // Of a stream that nobody tells of, this is the end.
    if (this.#response?.streams === true) {
      this.#describeEndpoint(undefined);
      return this.#finish(endByBrokenStream(error));
    }
    if (this.#response !== undefined) return;
    this.#refusal({ state: 'failed', billed: nothingWasSent(error) ? 'no' : 'possibly', error: transportError(error) });
  }

  /** Where an operation sends several requests, one that is tried again after another was answered is no new try. */
  #refusal(end: AttemptEnd): void {
    if (this.#options.attemptsByRequest !== true || this.#responded) return;
    this.#describeEndpoint(undefined);
    this.#attempt.end(end);
    this.#refused = true;
  }

  responseCame(): void {
    this.#requestOpen = false;
    if (this.#state === 'unseen') this.#finish({ state: 'success' });
  }

  get #statusCode(): number | undefined {
    return this.#response?.statusCode;
  }

  /** Where the try went, and what its response said; `told` is the URL that the SDK tells, where no request was seen. */
  #describeEndpoint(reported: unknown): void {
    const url = this.#request?.url ?? text(reported);
    const ownEndpoint = url === undefined ? {} : endpointOfUrl(url);
    if (ownEndpoint.serverAddress !== undefined) {
      this.#placed = true;
      this.#record.describe({ ...ownEndpoint, method: 'POST', ...known({ key: this.#request?.key }) });
    }
    if (this.#response === undefined) return;
    const { statusCode, requestId, streams } = this.#response;
    if (streams) this.#record.describe({ stream: true });
    this.#attempt.responded({ statusCode, ...known({ requestId }) });
  }

  /** A try of a language model failed. The SDK may try again. */
  failed(error: unknown): void {
    if (this.#state !== 'trying') return;
    this.#describeEndpoint(fields(error).url);
    const end = this.#shown(endByError(error, this.#statusCode));
    this.#attempt.end(end);
    this.#failed = end;
    this.#state = 'held';
    const last = this.#attempts > this.#options.maxRetries || !mayBeRetried(error, end.statusCode);
    if (last || end.state === 'cancelled') this.#finish(end);
  }

  /** What the call was part of has ended, with `error` where it failed: nothing more is tried. */
  abandoned(error: unknown): void {
    if (!this.held) return;
    const { state } = endByError(error, undefined);
    this.#finish(
      state === 'cancelled'
        ? { ...this.#failed, state, error: { type: 'AbortError', code: 'cancelled' } }
        : this.#failed,
    );
  }

  /** A language model has answered: with a result, or a stream of it. `result` is undefined where it is hidden from us. */
  finishedWith(result: unknown): void {
    if (this.#state !== 'trying') return;
    const reported = fields(result);
    this.#describeEndpoint(fields(reported.request).url);
    this.#contents(reported);
    if (this.#options.start.stream === true && !('content' in reported)) this.#streams(reported.stream);
    else this.#finish({ state: 'success', ...factsOfResult(reported) });
  }

  #streams(stream: unknown): void {
    if (observeModelStream(stream, this)) {
      this.#state = 'streaming';
      return;
    }
    this.#state = 'unseen';
    if (!this.#requestOpen) this.#finish({ state: 'success' });
  }

  /** An operation that is no language model's has ended well. */
  succeeded(facts: ResponseFacts): void {
    if (this.#state === 'ended') return;
    this.#describeEndpoint(undefined);
    this.#finish({ state: 'success', ...facts });
  }

  /** An operation that is no language model's has failed. */
  gaveUp(error: unknown): void {
    if (this.#state === 'ended') return;
    const last = fields(error).lastError ?? error;
    this.#describeEndpoint(fields(last).url);
    const end = this.#shown(endByError(last, this.#statusCode));
    this.#finish(this.#responded && end.state === 'failed' ? { ...end, billed: 'possibly' } : end);
  }

  part(part: unknown): void {
    const { begun } = this.#responseReader;
    this.#responseReader.read(part);
    if (!begun && this.#responseReader.begun) this.#record.firstChunk();
  }

  closed(): void {
    const { finished, failure } = this.#responseReader;
    if (failure !== undefined) this.#finish({ state: 'failed', error: failure, billed: 'possibly' });
    else if (finished) this.#finish({ state: 'success' });
    else this.#finish({ state: 'failed', error: { type: 'stream_interrupted', code: 'stream_interrupted' } });
  }

  broken(error: unknown): void {
    this.#finish(this.#responseReader.finished ? { state: 'success' } : this.#shown(endByBrokenStream(error)));
  }

  /** Who has seen the last word of an answer and then leaves has given nothing up. */
  givenUp(): void {
    if (this.#responseReader.finished || this.#responseReader.failure !== undefined) this.closed();
    else this.#finish({ state: 'cancelled' });
  }

  #finish(end: CallEnd): void {
    const streamed = this.#state === 'streaming' ? this.#responseReader.facts() : {};
    const ended: CallEnd = {
      ...known({ statusCode: this.#statusCode, billed: this.#billed(end) }),
      ...streamed,
      ...end,
    };
    if (!this.#placed) this.#unplaced(ended);
    // A try that a call within made its own has its own end.
    if (this.#guestCount === this.#guestsBefore) this.#attempt.end(ended);
    // What was used is then what all of these say, added up.
    const { usage: _, ...endedWithout } = ended;
    this.#record.end(this.#continues ? endedWithout : ended);
    this.#state = 'ended';
    // Sockets keep the async context in which they were opened, and with it this object.
    this.#record = NOTHING_RECORDED;
    this.#attempt = NO_ATTEMPT;
  }

  /** A 2xx is billed, unless the provider itself says within it that it failed. */
  #billed(end: CallEnd): CallEnd['billed'] {
    const responses = this.#state === 'streaming' || this.#state === 'unseen';
    return responses && (end.state !== 'failed' || end.error?.code === 'stream_interrupted') ? 'yes' : undefined;
  }

  /**
   * No request was seen, so the model's package alone says whose it is, and a base URL of the app's may lead elsewhere: a
   * meter that has no price keeps the cost unknown.
   */
  #unplaced(ended: CallEnd): void {
    this.#record.describe({ provider: providerOfModel(this.#options.provider) });
    const { usage } = ended;
    if (usage !== undefined && this.asyncContext !== undefined) {
      ended.usage = { ...usage, units: { ...usage.units, unseen_host: 1 } };
    }
  }

  /** The end without the provider's words, where the app keeps those from telemetry. */
  #shown(end: AttemptEnd): AttemptEnd {
    const { inputs, outputs } = this.#options.hidden;
    if ((!inputs && !outputs) || end.error === undefined) return end;
    return { ...end, error: known({ type: end.error.type, code: end.error.code }) };
  }

  #contents({ request, response }: Fields): void {
    const { inputs, outputs } = this.#options.hidden;
    const { body } = fields(request);
    const tier = text(fields(body).service_tier);
    if (tier !== undefined) this.#record.describe({ requestedServiceTier: tier });
    if (!inputs) this.#record.content('providerRequestBody', body);
    if (outputs) return;
    this.#record.content('providerResponseBody', fields(response).body);
    this.#record.content('providerResponseHeaders', fields(response).headers);
  }
}
