import type { CaptureLevel } from '@tokentrail/records';
import type { AttemptRecord } from '../record/attempt-record.ts';
import type { RequestForResponse } from '../record/background-responses.ts';
import type { CallRecord } from '../record/call-record.ts';
import { recordsContent } from '../record/capture-level.ts';
import type { AsyncContext, Guests } from '../record/usage-context.ts';
import type { AttemptHandle, AttemptStart, CallEnd, CallFacts, CallStart, ContentKey } from '../types.ts';
import { defined } from '../util/defined.ts';
import { guardMethods } from '../util/guard-methods.ts';
import { NO_ATTEMPT } from './no-op-handles.ts';
import { endpointOf, type TimedCall } from './recorded-call.ts';

/**
 * A call made inside the record of a gateway's request or of another call. Its attempts become attempts of that record,
 * whose owner ends it.
 */
export class JoinedCall implements TimedCall {
  readonly #record: CallRecord;
  readonly #start: CallStart;
  readonly #joins: AttemptRecord | undefined;
  readonly #guests: Guests | undefined;
  /** The enclosing call, if that call joined the record too. */
  readonly #enclosing: object | undefined;
  #current: AttemptRecord | undefined;
  #hasAttempt = false;
  #ended = false;

  static {
    guardMethods(JoinedCall, {
      attempt: NO_ATTEMPT,
      describe: undefined,
      firstChunk: undefined,
      wants: false,
      content: undefined,
      end: undefined,
    });
  }

  /** `joins` is the gateway's attempt that this call is, if that is known already. */
  constructor(record: CallRecord, start: CallStart, asyncContext: AsyncContext, joins: AttemptRecord | undefined) {
    const { attempt, guests, joinedCall } = asyncContext;
    this.#record = record;
    this.#start = start;
    this.#joins = joins;
    this.#current = attempt;
    this.#guests = guests;
    this.#enclosing = joinedCall;
    if (guests === undefined) return;
    guests.count++;
    guests.open++;
  }

  /** The caller is that of the record; where the request goes, and what it asks for, is its own. */
  get request(): RequestForResponse {
    const { apiFormat, provider, serverAddress, serverPort, requestedServiceTier } = this.#start;
    const { key, requestModel: model } = this.#start;
    const own = defined({ apiFormat, provider, serverAddress, serverPort, requestedServiceTier });
    return {
      facts: { ...this.#start, ...this.#record.facts, ...own },
      sentTo: { provider, serverAddress, serverPort, key, model },
    };
  }

  get captureLevel(): CaptureLevel {
    return this.#record.captureLevel;
  }

  get ended(): boolean {
    return this.#ended;
  }

  attempt(start: AttemptStart = {}, at?: number): AttemptHandle {
    const attempt = this.#next();
    attempt.describe(start);
    attempt.describe({ ...endpointOf(this.#start), model: this.#start.requestModel });
    if (!attempt.wasSent) attempt.begin(at);
    attempt.holder = this;
    this.#current = attempt;
    this.#hasAttempt = true;
    return {
      responded: (head) => this.#reports(attempt) && attempt.responded(head),
      firstChunk: () => attempt.firstChunk(),
      end: (end) => this.#reports(attempt) && attempt.end(end),
    };
  }

  /** If calls nested in this one took over its attempt and made more, they report it and this call does not. */
  #reports({ holder, index, retry }: AttemptRecord): boolean {
    return holder === this || !this.#record.attempts.some((other) => other.index === index && other.retry > retry);
  }

  /** The gateway's own attempt while it is open and free; then each further attempt is a retry at its candidate. */
  #next(): AttemptRecord {
    if (this.#joins !== undefined && !this.#hasAttempt && this.#isFree(this.#joins)) return this.#joins;
    const current = this.#current;
    if (current === undefined) return this.#record.addCandidate({});
    const newest = this.#record.attempts.findLast((attempt) => attempt.index === current.index) ?? current;
    if (this.#hasAttempt) {
      // Not the endpoint of `newest`: a concurrent call may have added it, with another endpoint.
      const { continues: _, ...sameAsBefore } = current.info;
      return this.#record.retry(newest, sameAsBefore);
    }
    return newest.isOpen && this.#isFree(newest) ? newest : this.#record.retry(newest, this.#ownEndpoint());
  }

  /**
   * Concurrent calls in one attempt of a gateway get an attempt each: the second end of the same attempt would be lost.
   */
  #isFree({ holder }: AttemptRecord): boolean {
    return holder === undefined || holder === this.#enclosing;
  }

  /** A second call inside the same attempt may have another endpoint, key and model than the first. */
  #ownEndpoint(): AttemptStart {
    const { serverAddress, serverPort, key, requestModel: model, apiFormat } = this.#start;
    return { serverAddress, serverPort, key, model, apiFormat };
  }

  describe(more: CallFacts): void {
    this.#current?.describe(endpointOf(more));
  }

  firstChunk(at?: number): void {
    this.#current?.firstChunk(at);
  }

  wants(key: ContentKey): boolean {
    return !this.#ended && recordsContent(this.#record.captureLevel, key) && !this.#record.content.has(key);
  }

  content(key: ContentKey, value: unknown): void {
    if (this.wants(key)) this.#record.setContent(key, value);
    // The record keeps the headers of another call, and these may hold other credentials.
    else if (!this.#ended) this.#record.knowsHeaders(key, value);
  }

  end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#guests !== undefined) this.#guests.open--;
    const current = this.#current;
    if (current !== undefined && this.#reports(current)) current.end(end);
  }
}
