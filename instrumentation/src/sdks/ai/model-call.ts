import type { AttemptEnd, AttemptHandle, AttemptStart, CallEnd, CallHandle } from '../../types.ts';
import { NO_ATTEMPT, NOTHING_RECORDED } from '../../api/no-op-handles.ts';
import { contextWithin, contextWithinJoined } from '../../api/start-call.ts';
import type { AsyncContext } from '../../record/usage-context.ts';
import { defined } from '../../util/defined.ts';
import { fields, text, type Fields } from '../../util/fields.ts';
import { endpointOfUrl } from '../endpoint.ts';
import { proxyCost } from '../response-head.ts';
import { nothingWasSent, transportError } from '../sdk-errors.ts';
import type { ResponseFacts } from '../response-reader.ts';
import { factsOfFailure, factsOfResult } from './result-reader.ts';
import { StreamResponseReader } from './stream-reader.ts';
import type { ModelCallOptions, StartCall } from './model-call-options.ts';
import { endByBrokenStream, endByError, mayBeRetried } from './errors.ts';
import { recordContent, withoutHiddenText } from './hidden-content.ts';
import { observeModelStream, type ModelStreamObserver } from './model-stream.ts';
import { providerOfModel } from './provider.ts';
import { furtherAttempt, type ObservedRequest, type ObservedResponse, type RequestObserver } from './requests.ts';
import { withUnseenHost } from './usage.ts';

interface Options extends ModelCallOptions {
  /** The call of a provider that calls another model, which is this call. Both go to the same endpoint. */
  outerCall?: ModelCall | undefined;
}

/**
 * The state of a call:
 * - `attempting`: an attempt has been sent.
 * - `between-attempts`: an attempt failed, and the SDK may make another one.
 * - `streaming`: the response is a stream that is observed.
 * - `unobserved`: the response is arriving, but its content and end are not reported to us.
 */
type State = 'attempting' | 'between-attempts' | 'streaming' | 'unobserved' | 'ended';

/**
 * One running call of a model, including its retries. The methods are in the order in which the events happen. Must not
 * hold a stream, because the call ends when its stream is garbage-collected.
 */
export class ModelCall implements RequestObserver, ModelStreamObserver {
  /** The context of code that runs inside the call; undefined if the call joined a gateway's record. */
  readonly asyncContext: AsyncContext | undefined;
  readonly #options: Options;
  readonly #responseReader: StreamResponseReader;
  #record: CallHandle;
  #attempt: AttemptHandle = NO_ATTEMPT;
  #attemptCount = 0;
  #state: State = 'between-attempts';
  #endpointKnown = false;
  /** The newest request of the current attempt. */
  #request: ObservedRequest | undefined;
  #response: ObservedResponse | undefined;
  #joinedBefore = 0;
  #continues = false;
  #requestOpen = false;
  #refused = false;
  /** A request of this call has received a 2xx response. */
  #hasResponse = false;
  #lastFailure: AttemptEnd = { state: 'failed' };

  constructor(options: Options, startCall: StartCall) {
    this.#options = options;
    this.#record = startCall(options.start);
    this.asyncContext = contextWithin(this.#record);
    this.#responseReader = new StreamResponseReader(options.start, options.tools);
    this.beginAttempt();
  }

  get operation(): string {
    return this.#options.start.operation;
  }

  /** The context for code inside the call, if the call is made in `outer`. */
  contextIn(outer: AsyncContext | undefined): AsyncContext {
    return this.asyncContext ?? contextWithinJoined(this.#record, outer);
  }

  /** Whether an attempt failed, so that the next one is a retry of this call. */
  get isBetweenAttempts(): boolean {
    return this.#state === 'between-attempts';
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  /** Called for the first attempt and for each retry. */
  beginAttempt(): void {
    this.#attemptCount++;
    this.#openAttempt({});
  }

  #openAttempt(start: AttemptStart): void {
    this.#continues = start.continues === true;
    this.#state = 'attempting';
    this.#refused = false;
    this.#request = this.#response = undefined;
    this.#joinedBefore = this.#joinedCount;
    this.#attempt = this.#record.attempt(start);
  }

  /** The number of calls made inside this one that joined its record. */
  get #joinedCount(): number {
    return this.asyncContext?.guests?.count ?? 0;
  }

  /**
   * Called when a request is sent. The last request of an attempt is the one to the model, because a middleware may
   * look something up first. A request of a call that joined this record is that call's attempt; a request of the model
   * itself after such a call is a further attempt.
   */
  requestSent(request: ObservedRequest): void {
    if (this.#state !== 'attempting') return;
    const isOwn = (this.asyncContext?.guests?.open ?? 0) === 0;
    if (isOwn && this.#joinedCount > this.#joinedBefore)
      this.#openAttempt(furtherAttempt(request, this.#options.start.requestModel));
    else if (this.#refused) this.#openAttempt({});
    this.#requestOpen = true;
    this.#noteRequest(request);
  }

  #noteRequest(request: ObservedRequest): void {
    this.#request = request;
    const { outerCall } = this.#options;
    if (outerCall !== undefined) outerCall.#noteRequest(request);
  }

  /** Called when the headers of a response have arrived. */
  headersReceived(response: ObservedResponse): void {
    if (this.#state !== 'attempting') return;
    this.#response = response;
    const { statusCode } = response.head;
    if (statusCode >= 400) this.#refusal({ state: 'failed', statusCode, billed: 'no' });
    else this.#hasResponse = true;
  }

  requestFailed(error: unknown): void {
    this.#requestOpen = false;
    if (this.#state === 'unobserved') return this.#finish(endByBrokenStream(error));
    if (this.#state !== 'attempting' || this.#options.attemptsByRequest !== true) return;
    // The SDK does not report the end of this stream.
    if (this.#response?.streams === true) {
      this.#describeEndpoint(undefined);
      return this.#finish(endByBrokenStream(error));
    }
    if (this.#response !== undefined) return;
    this.#refusal({ state: 'failed', billed: nothingWasSent(error) ? 'no' : 'possibly', error: transportError(error) });
  }

  /**
   * Ends an attempt of an operation with several requests. After the first 2xx, a retried request is not an attempt.
   */
  #refusal(end: AttemptEnd): void {
    if (this.#options.attemptsByRequest !== true || this.#hasResponse) return;
    this.#describeEndpoint(undefined);
    this.#attempt.end(end);
    this.#refused = true;
  }

  responseReceived(): void {
    this.#requestOpen = false;
    if (this.#state === 'unobserved') this.#finish({ state: 'success' });
  }

  /**
   * Records the attempt's endpoint and response headers. `reportedUrl` is the SDK's URL, used if no request was seen.
   */
  #describeEndpoint(reportedUrl: unknown): void {
    const url = this.#request?.url ?? text(reportedUrl);
    const ownEndpoint = url === undefined ? {} : endpointOfUrl(url);
    if (ownEndpoint.serverAddress !== undefined) {
      this.#endpointKnown = true;
      this.#responseReader.provider = ownEndpoint.provider;
      this.#record.describe({ ...ownEndpoint, method: 'POST', ...defined({ key: this.#request?.key }) });
    }
    if (this.#response === undefined) return;
    if (this.#response.streams) this.#record.describe({ stream: true });
    this.#attempt.responded(this.#response.head);
  }

  /** Called when an attempt of a language model failed. The SDK may retry. */
  modelFailed(error: unknown): void {
    if (this.#state !== 'attempting') return;
    this.#describeEndpoint(fields(error).url);
    const failure = withoutHiddenText(endByError(error, this.#response?.head.statusCode), this.#options.hidden);
    const end = { ...factsOfFailure(error, this.#options.start.apiFormat), ...failure };
    this.#attempt.end(end);
    this.#lastFailure = end;
    this.#state = 'between-attempts';
    const isLast = this.#attemptCount > this.#options.maxRetries || !mayBeRetried(error, end.statusCode);
    if (isLast || end.state === 'cancelled') this.#finish(end);
  }

  /** Called when the operation around the call has ended, with `error` if it failed: there are no further attempts. */
  operationEnded(error: unknown): void {
    if (!this.isBetweenAttempts) return;
    const { state } = endByError(error, undefined);
    this.#finish(
      state === 'cancelled'
        ? { ...this.#lastFailure, state, error: { type: 'AbortError', code: 'cancelled' } }
        : this.#lastFailure,
    );
  }

  /**
   * Called when a language model returned a result or a stream. `result` is undefined if the SDK does not report it.
   */
  modelResponded(result: unknown): void {
    if (this.#state !== 'attempting') return;
    const reported = fields(result);
    this.#describeEndpoint(fields(reported.request).url);
    recordContent(this.#record, reported, this.#options.hidden);
    if (this.#options.start.stream === true && !('content' in reported)) this.#beginStream(reported);
    else this.#finish({ state: 'success', ...factsOfResult(reported, this.#options.start.apiFormat) });
  }

  #beginStream({ stream, request }: Fields): void {
    this.#responseReader.begins(fields(request).body);
    if (observeModelStream(stream, this)) {
      this.#state = 'streaming';
      return;
    }
    this.#state = 'unobserved';
    if (!this.#requestOpen) this.#finish({ state: 'success' });
  }

  /** Called when an operation other than a language model's succeeded. */
  operationSucceeded(facts: ResponseFacts): void {
    if (this.#state === 'ended') return;
    this.#describeEndpoint(undefined);
    this.#finish({ state: 'success', ...facts });
  }

  /** Called when an operation other than a language model's failed. */
  operationFailed(error: unknown): void {
    if (this.#state === 'ended') return;
    const last = fields(error).lastError ?? error;
    this.#describeEndpoint(fields(last).url);
    const end = withoutHiddenText(endByError(last, this.#response?.head.statusCode), this.#options.hidden);
    this.#finish(this.#hasResponse && end.state === 'failed' ? { ...end, billed: 'possibly' } : end);
  }

  part(part: unknown): void {
    const { begun } = this.#responseReader;
    this.#responseReader.read(part);
    if (!begun && this.#responseReader.begun) this.#record.firstChunk();
  }

  closed(): void {
    this.#finish(this.#responseReader.end);
  }

  broken(error: unknown): void {
    if (this.#responseReader.finished) this.#finish({ state: 'success' });
    else this.#finish(withoutHiddenText(endByBrokenStream(error), this.#options.hidden));
  }

  /** A reader that stops after the end of the response has not cancelled the call. */
  cancelled(): void {
    if (this.#responseReader.finished || this.#responseReader.failure !== undefined) this.closed();
    else this.#finish({ state: 'cancelled' });
  }

  #finish(end: CallEnd): void {
    const streamed = this.#state === 'streaming' ? this.#responseReader.facts() : {};
    const { statusCode } = this.#response?.head ?? {};
    const ended: CallEnd = { ...defined({ statusCode, billed: this.#billed(end) }), ...streamed, ...end };
    ended.reportedCostUsd ??= proxyCost(this.#response?.proxy, this.#state === 'streaming', ended.usage?.raw);
    if (!this.#endpointKnown) this.#describeUnseenHost(ended);
    // If a call that joined this record made the attempt, that call has ended it.
    if (this.#joinedCount === this.#joinedBefore) this.#attempt.end(ended);
    // After joined calls the record adds up the usage of its attempts.
    const { usage: _, ...endedWithoutUsage } = ended;
    this.#record.end(this.#continues ? endedWithoutUsage : ended);
    this.#state = 'ended';
    // Sockets keep the async context in which they were opened, and with it this object.
    this.#record = NOTHING_RECORDED;
    this.#attempt = NO_ATTEMPT;
  }

  /** A 2xx response is billed, unless the provider reports a failure within it. */
  #billed(end: CallEnd): CallEnd['billed'] {
    const isResponding = this.#state === 'streaming' || this.#state === 'unobserved';
    return isResponding && (end.state !== 'failed' || end.error?.code === 'stream_interrupted') ? 'yes' : undefined;
  }

  /** No request was seen: only the model's package determines the provider. */
  #describeUnseenHost(ended: CallEnd): void {
    this.#record.describe({ provider: providerOfModel(this.#options.provider) });
    if (ended.usage !== undefined && this.asyncContext !== undefined) ended.usage = withUnseenHost(ended.usage);
  }
}
