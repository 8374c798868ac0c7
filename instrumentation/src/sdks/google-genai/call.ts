import type {
  AttemptHandle,
  AttemptStart,
  CallEnd,
  CallFacts,
  CallHandle,
  CallStart,
  ContentKey,
} from '../../types.ts';
import { NO_ATTEMPT, NOTHING_RECORDED } from '../../api/no-op-handles.ts';
import { defined } from '../../util/defined.ts';
import { fields, type Fields } from '../../util/fields.ts';
import type { StreamObserver } from '../observe-stream.ts';
import { endpointOfUrl } from '../endpoint.ts';
import { SdkCall } from '../sdk-call.ts';
import { endByError, type ReadError } from '../sdk-errors.ts';
import { readErrors } from './errors.ts';
import { describeRequest, type Api } from './request.ts';
import { keyOfAttempt, type RequestInitOfSdk } from './sdk.ts';
import { StreamBody } from './stream-body.ts';

export type StartCall = (start: CallStart) => CallHandle;

/**
 * One running call of the app. The SDK sends one request for it, or several: to feed back a tool's result, or to
 * continue a response. The record begins when the first request is sent, because only then its endpoint is known.
 */
export class GoogleGenAICall implements StreamObserver {
  /** The app's signal, which aborts the call. */
  readonly signal: AbortSignal | undefined;
  readonly readError: ReadError;
  readonly #api: Api;
  #config: Fields;
  readonly #baseUrl: string | undefined;
  readonly #startCall: StartCall;
  readonly #startTime = Date.now();
  #start: Partial<CallStart>;
  #record: CallHandle | undefined;
  #path: string | undefined;
  #request: GoogleGenAIRequest | undefined;
  /** How the newest request ended. */
  #last: CallEnd | undefined;

  /** `baseUrl` is the default base URL of its requests. */
  constructor(api: Api, params: unknown, baseUrl: string | undefined, startCall: StartCall) {
    const { config } = fields(params);
    const { abortSignal } = fields(config);
    this.signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    this.readError = readErrors(this.signal);
    this.#api = api;
    this.#config = fields(config);
    this.#baseUrl = baseUrl;
    this.#start = describeRequest(api, params);
    this.#startCall = startCall;
  }

  /** Called before the SDK builds a request of this call. */
  beginRequest(): GoogleGenAIRequest {
    this.#request = new GoogleGenAIRequest(
      this,
      this.#api.responseReader(this.#config),
      this.#last?.state === 'success',
    );
    this.#last = undefined;
    return this.#request;
  }

  /** Called when an attempt is sent. Returns what to record of it, and begins the call's record with the first one. */
  beginAttempt(url: string, headers: unknown): AttemptStart {
    const { path, ...ownEndpoint } = endpointOfUrl(url.split('?', 1)[0] ?? url);
    const key = keyOfAttempt(url, headers);
    if (this.#record === undefined) {
      this.#path = path;
      this.#begin({ ...ownEndpoint, ...defined({ path, key }) });
    }
    return defined({ key, endpoint: path === this.#path ? undefined : path, url });
  }

  #begin(ownEndpoint: Partial<CallStart>): CallHandle {
    const { operation, apiFormat } = this.#api;
    const start = { operation, apiFormat, method: 'POST', startTime: this.#startTime, ...this.#start, ...ownEndpoint };
    this.#record = this.#startCall(start);
    this.#start = {};
    return this.#record;
  }

  get record(): CallHandle {
    return this.#record ?? NOTHING_RECORDED;
  }

  requestEnded(end: CallEnd): void {
    this.#last = end;
  }

  /** Called when the app receives the response. */
  responded(): void {
    this.#end();
  }

  /** Called when the SDK throws `error` at the app. It comes from the newest request or from one of the app's tools. */
  failed(error: unknown): void {
    if (this.#record === undefined) {
      const { path: _base, ...ownEndpoint } = endpointOfUrl(this.#baseUrl ?? '');
      this.#begin(ownEndpoint);
    }
    this.#end(this.#last?.state === 'failed' ? undefined : endByError(error, this.readError));
  }

  /** Does nothing: each request counts its own chunks. */
  chunk(): void {}

  done(): void {
    this.#end();
  }

  givenUp(): void {
    this.#request?.givenUp();
    this.#end();
  }

  broken(error: unknown): void {
    this.failed(error);
  }

  /** Ends the record without a usage, because each request has reported its own. */
  #end(more?: CallEnd): void {
    const { record } = this;
    // Sockets keep the async context in which they were opened, and with it this object.
    this.#record = NOTHING_RECORDED;
    this.#request = undefined;
    this.#config = {};
    if (record.ended) return;
    const end: CallEnd = { state: 'success', ...this.#last, ...more };
    delete end.usage;
    record.end(end);
  }
}

/** One request of a call, with its attempts. */
export class GoogleGenAIRequest extends SdkCall {
  readonly #call: GoogleGenAICall;
  #continues: boolean;

  /** `continues`: the previous request of the call succeeded. */
  constructor(call: GoogleGenAICall, responseReader: ConstructorParameters<typeof SdkCall>[1], continues: boolean) {
    super(new RecordOfRequest(call), responseReader, undefined, {
      readError: call.readError,
      requestIdHeaders: [],
      streamBody: () => new StreamBody(),
    });
    this.#call = call;
    this.#continues = continues;
  }

  /** Called when the request is sent: the first time, and for each retry of the SDK. */
  sent(url: string, { headers, body }: RequestInitOfSdk): void {
    const start = this.#call.beginAttempt(url, headers);
    const continues = this.#continues ? true : undefined;
    this.#continues = false;
    this.beginAttempt(
      { ...start, ...defined({ continues }) },
      headers,
      { state: 'cancelled', billed: 'possibly' },
      body,
    );
  }
}

/** The call's record, as one of its requests uses it: the end of the request does not end the record. */
class RecordOfRequest implements CallHandle {
  readonly #call: GoogleGenAICall;
  #ended = false;

  constructor(call: GoogleGenAICall) {
    this.#call = call;
  }

  get captureLevel() {
    return this.#call.record.captureLevel;
  }

  get ended(): boolean {
    return this.#ended;
  }

  attempt(start?: AttemptStart): AttemptHandle {
    return this.#call.record.ended ? NO_ATTEMPT : this.#call.record.attempt(start);
  }

  describe(more: CallFacts): void {
    this.#call.record.describe(more);
  }

  firstChunk(): void {
    this.#call.record.firstChunk();
  }

  wants(key: ContentKey): boolean {
    return this.#call.record.wants(key);
  }

  /** Removes the response headers that the SDK adds to a response body. */
  content(key: ContentKey, value: unknown): void {
    const { record } = this.#call;
    if (key !== 'providerResponseBody' || value === undefined) return record.content(key, value);
    if (!record.wants(key)) return;
    const { sdkHttpResponse: _headers, ...body } = fields(value);
    record.content(key, body);
  }

  end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#call.requestEnded(end);
  }
}
