import { callTypeOf, type CaptureLevel } from '@tokentrail/records';
import { activeSpan, type RecordOrigin } from '../util/app-context.ts';
import type { AttemptRecord } from '../record/attempt-record.ts';
import { CallRecord, recordsContent } from '../record/call-record.ts';
import { defined } from '../util/defined.ts';
import type { AttemptHandle, AttemptStart, CallEnd, CallFacts, CallHandle, CallStart, ContentKey } from '../types.ts';
import { currentRuntime, type Runtime } from './runtime.ts';
import { guarded } from '../util/guarded.ts';
import { contextOf, type Guests, type AsyncContext } from '../record/usage-context.ts';

/**
 * Begins the record of one LLM call; what an SDK patch calls first. Inside a gateway's request the tries of this call
 * become attempts of that request's record. While recording is off the handle does nothing. Never throws.
 */
export function startCall(start: CallStart): CallHandle {
  const runtime = currentRuntime();
  return (runtime && guarded('startCall', () => begin(runtime, start))) ?? NOTHING_RECORDED;
}

function begin(runtime: Runtime, start: CallStart): CallHandle {
  claimActiveSpan(start.operation);
  return beginCall(runtime, start, { asyncContext: runtime.asyncContexts.getStore(), origin: runtime.origin() });
}

/**
 * A call of ours goes on in the code that runs now: the span of another library that is active there tells of the same
 * call, and is no record. `startCall` asks for it; a patch that begins before such a span does, asks once more inside.
 */
export function claimActiveSpan(operation?: string): void {
  currentRuntime()?.foreignSpans.claim(activeSpan(), operation);
}

/** The same of the newest span that began in `frame`, for a library that makes its span active later than it begins. */
export function claimSpanBegunIn(asyncContext: AsyncContext): void {
  currentRuntime()?.foreignSpans.claimNewestIn(asyncContext);
}

/** What is in force where a call begins. */
export interface CallStartContext {
  asyncContext: AsyncContext | undefined;
  origin: RecordOrigin;
  /** The gateway's try that the call is, where that is known already. */
  joins?: AttemptRecord | undefined;
}

/** A call that may be told of when it is over; times are unix ms, and default to now. */
export interface TimedCall extends CallHandle {
  attempt(start?: AttemptStart, at?: number): AttemptHandle;
  firstChunk(at?: number): void;
}

export function beginCall(
  runtime: Runtime,
  start: CallStart,
  { asyncContext, origin, joins }: CallStartContext,
): TimedCall {
  const context = contextOf(asyncContext);
  asyncContext?.inbound?.callBegan();
  if (asyncContext?.record !== undefined && isJoined(asyncContext.record, start)) {
    asyncContext.record.lowerCapture(context.capture);
    return new JoinedCall(asyncContext.record, start, asyncContext, joins);
  }
  const record = new CallRecord(runtime, {
    type: 'usage',
    facts: { ...context, ...start },
    origin,
    callerSeesProvider: true,
  });
  // The key of the app's own caller gives way to the one that the SDK calls with.
  record.knowsKey(context.key);
  return new RecordedCall(record, asyncContext);
}

/** Within a call of a plain app only one that may be the way it goes: embeddings that a chat looks up are their own. */
function isJoined({ type, ended, callerSeesProvider, facts }: CallRecord, { operation }: CallStart): boolean {
  if (type !== 'usage' || ended) return false;
  // SDKs name one thing in several ways: `chat`, `generate_content`, `text_completion`.
  return !callerSeesProvider || callTypeOf(facts.operation ?? operation) === callTypeOf(operation);
}

/** Whether `call` has a record to itself, and has not joined that of a gateway's request or of another call. */
export function isOwnRecord(call: CallHandle): boolean {
  return call instanceof RecordedCall;
}

/**
 * What is in force for code that runs within `call`, where it is a record of its own: calls of patched SDKs made there
 * are its tries. It is over when the call is. Undefined where nothing is recorded, and inside of a gateway's record, which
 * is in force already.
 */
export function contextWithin(call: CallHandle): AsyncContext | undefined {
  return call instanceof RecordedCall ? call.asyncContext : undefined;
}

/** The same for a call that joined a record, given the frame that it was made in. */
export function contextWithinJoined(call: CallHandle, outer: AsyncContext | undefined): AsyncContext {
  return { context: {}, ...outer, ...(call instanceof JoinedCall ? { joinedCall: call } : {}) };
}

interface CallContext extends AsyncContext {
  /** Lets go of the record: sockets and timers keep the frame in which they were opened. */
  close(): void;
}

/** Its fields are its own, and read anew: frames are copied, as `withUsage` does. */
function callContext(of: CallRecord, outer: AsyncContext | undefined): CallContext {
  let record: CallRecord | undefined = of;
  return {
    ...outer,
    context: outer?.context ?? {},
    guests: { count: 0, open: 0 },
    get record() {
      return record;
    },
    get attempt() {
      return record?.attempts.at(-1);
    },
    close: () => (record = undefined),
  };
}

/** A call that is a record of its own: every try is one at the same, only candidate. */
class RecordedCall implements TimedCall {
  readonly #record: CallRecord;
  readonly #outer: AsyncContext | undefined;
  #asyncContext: CallContext | undefined;

  constructor(record: CallRecord, outer: AsyncContext | undefined) {
    this.#record = record;
    this.#outer = outer;
  }

  /** Made where it is asked for: few SDKs make calls within calls. */
  get asyncContext(): CallContext {
    if (this.#asyncContext === undefined) {
      this.#asyncContext = callContext(this.#record, this.#outer);
      if (this.ended) this.#asyncContext.close();
    }
    return this.#asyncContext;
  }

  get captureLevel(): CaptureLevel {
    return this.#record.captureLevel;
  }

  get ended(): boolean {
    return this.#record.ended;
  }

  attempt(start: AttemptStart = {}, at?: number): AttemptHandle {
    // Calls made within this one may have added tries of their own.
    const before = this.#record.attempts.at(-1);
    const attempt = before === undefined ? this.#first(start) : this.#record.retry(before, start);
    attempt.begin(at);
    return attempt;
  }

  #first(start: AttemptStart): AttemptRecord {
    const { facts } = this.#record;
    return this.#record.addCandidate({
      provider: start.provider ?? facts.provider,
      serverAddress: start.serverAddress ?? facts.serverAddress,
      serverPort: start.serverPort ?? facts.serverPort,
      endpoint: start.endpoint ?? facts.path,
      key: start.key ?? (typeof facts.key === 'object' ? facts.key : undefined),
      model: start.model,
      continues: start.continues,
      url: start.url,
    });
  }

  describe(more: CallFacts): void {
    guarded('describe', () => {
      this.#record.describe(defined(more));
      this.#record.attempts.at(-1)?.describe(endpointIn(more));
    });
  }

  firstChunk(at?: number): void {
    guarded('firstChunk', () => this.#record.firstChunk(at));
  }

  wants(key: ContentKey): boolean {
    return this.#record.wants(key);
  }

  content(key: ContentKey, value: unknown): void {
    if (this.wants(key)) guarded('content', () => this.#record.setContent(key, value));
  }

  end(end: CallEnd): void {
    guarded('end', () => this.#record.end(end));
    this.#asyncContext?.close();
  }
}

/** Of what is known of a call: where its try goes. */
function endpointIn({ provider, serverAddress, serverPort, key, path: endpoint }: CallFacts): AttemptStart {
  return { provider, serverAddress, serverPort, key, endpoint };
}

/** A call made inside a gateway's request: its tries are the request's, the record stays the gateway's to end. */
class JoinedCall implements TimedCall {
  readonly #record: CallRecord;
  readonly #start: CallStart;
  readonly #joins: AttemptRecord | undefined;
  readonly #guests: Guests | undefined;
  /** The call around this one that joined the record, too. */
  readonly #around: object | undefined;
  #current: AttemptRecord | undefined;
  #used = false;
  #ended = false;

  constructor(record: CallRecord, start: CallStart, asyncContext: AsyncContext, joins: AttemptRecord | undefined) {
    const { attempt, guests, joinedCall } = asyncContext;
    this.#record = record;
    this.#start = start;
    this.#joins = joins;
    this.#current = attempt;
    this.#guests = guests;
    this.#around = joinedCall;
    if (guests === undefined) return;
    guests.count++;
    guests.open++;
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
    attempt.describe({ ...endpointIn(this.#start), model: this.#start.requestModel });
    if (!attempt.wasSent) attempt.begin(at);
    attempt.holder = this;
    this.#current = attempt;
    this.#used = true;
    return {
      responded: (head) => this.#reports(attempt) && attempt.responded(head),
      firstChunk: () => attempt.firstChunk(),
      end: (end) => this.#reports(attempt) && attempt.end(end),
    };
  }

  /** Where calls within this one took its try and made more, each tells of its own, and this one of none. */
  #reports({ holder, index, retry }: AttemptRecord): boolean {
    return holder === this || !this.#record.attempts.some((other) => other.index === index && other.retry > retry);
  }

  /** The gateway's own try comes first, unless it is over; then each further one is a retry at its candidate. */
  #next(): AttemptRecord {
    if (this.#joins !== undefined && !this.#used && this.#isFree(this.#joins)) return this.#joins;
    const current = this.#current;
    if (current === undefined) return this.#record.addCandidate({});
    const newest = this.#record.attempts.findLast((attempt) => attempt.index === current.index) ?? current;
    if (this.#used) {
      // A call beside this one may have gone elsewhere meanwhile.
      const { continues: _, ...sameAsBefore } = current.info;
      return this.#record.retry(newest, sameAsBefore);
    }
    return newest.isOpen && this.#isFree(newest) ? newest : this.#record.retry(newest, this.#ownContext());
  }

  /** Calls side by side in one try of a gateway are a try each: of two ends at the same one the second would be lost. */
  #isFree({ holder }: AttemptRecord): boolean {
    return holder === undefined || holder === this.#around;
  }

  /** A second call inside the same try may go elsewhere than the first: what it asks for is its own. */
  #ownContext(): AttemptStart {
    const { serverAddress, serverPort, key, requestModel: model } = this.#start;
    return { serverAddress, serverPort, key, model };
  }

  describe(more: CallFacts): void {
    guarded('describe', () => this.#current?.describe(endpointIn(more)));
  }

  firstChunk(at?: number): void {
    guarded('firstChunk', () => this.#current?.firstChunk(at));
  }

  wants(key: ContentKey): boolean {
    return !this.#ended && recordsContent(this.#record.captureLevel, key) && !this.#record.content.has(key);
  }

  content(key: ContentKey, value: unknown): void {
    if (this.wants(key)) guarded('content', () => this.#record.setContent(key, value));
    // Another call's headers have the place, and these may hold other credentials.
    else if (!this.#ended) guarded('content', () => this.#record.knowsHeaders(key, value));
  }

  end(end: CallEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#guests !== undefined) this.#guests.open--;
    const current = this.#current;
    guarded('end', () => current !== undefined && this.#reports(current) && current.end(end));
  }
}

const nothing = () => undefined;

export const NO_ATTEMPT: AttemptHandle = { responded: nothing, firstChunk: nothing, end: nothing };

export const NOTHING_RECORDED: CallHandle = {
  captureLevel: 'basic',
  ended: true,
  attempt: () => NO_ATTEMPT,
  describe: nothing,
  firstChunk: nothing,
  wants: () => false,
  content: nothing,
  end: nothing,
};
