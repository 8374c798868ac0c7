import type { CaptureLevel } from '@tokentrail/records';
import type { AttemptRecord } from '../record/attempt-record.ts';
import { CallRecord } from '../record/call-record.ts';
import { contextOf, inboundEndpoint, mergedContext } from '../record/usage-context.ts';
import type {
  AttemptEnd,
  AttemptStart,
  CallEnd,
  CandidateInfo,
  ContentKey,
  ReportedUsage,
  RequestFacts,
  ResponseHead,
  UsageContext,
} from '../types.ts';
import { activeSpan } from '../util/app-context.ts';
import { defined } from '../util/defined.ts';
import { guardMethods } from '../util/guard-methods.ts';
import { guarded } from '../util/guarded.ts';
import type { Candidate, GatewayAttempt, RequestHandle, RequestStart } from './gateway-types.ts';
import { NO_CANDIDATE, NO_GATEWAY_ATTEMPT, NO_REQUEST } from './no-op-handles.ts';
import { currentRuntime, type Runtime } from './runtime.ts';

/**
 * Begins the record of one inbound request of a gateway. Use `type: 'request'` for a request that is no LLM call. End
 * it with `end`. Calls of patched SDKs inside `run`, or inside the `run` of an attempt, become its attempts.
 */
export function startRequest(start: RequestStart): RequestHandle {
  const runtime = currentRuntime();
  return (runtime && guarded('startRequest', () => begin(runtime, start))) ?? NO_REQUEST;
}

function begin(runtime: Runtime, start: RequestStart): RequestHandle {
  const { type = 'usage', ...facts } = start;
  const asyncContext = runtime.asyncContexts.getStore();
  asyncContext?.inbound?.callBegan();
  if (type === 'usage') runtime.foreignSpans.claim(activeSpan(), facts.operation);
  const context = contextOf(asyncContext);
  const record = new CallRecord(runtime, {
    type,
    facts: { ...inboundEndpoint(asyncContext), ...mergedContext(context, facts) },
    origin: runtime.origin(),
    callerSeesProvider: false,
  });
  record.knowsKey(context.key);
  return new RecordedRequest(runtime, record);
}

/** Runs `fn` with `context` added to the current context: every record that begins inside carries it. */
export function withUsage<T>(context: UsageContext, fn: () => T): T {
  const runtime = currentRuntime();
  if (runtime === undefined) {
    return fn();
  }
  const asyncContext = runtime.asyncContexts.getStore();
  const inner = guarded('withUsage', () => ({
    ...asyncContext,
    context: mergedContext(asyncContext?.context ?? {}, context),
  }));
  return inner === undefined ? fn() : runtime.asyncContexts.run(inner, fn);
}

class RecordedRequest implements RequestHandle {
  readonly #runtime: Runtime;
  readonly #record: CallRecord;

  static {
    guardMethods(RecordedRequest, {
      candidates: [],
      candidate: NO_CANDIDATE,
      attempt: NO_GATEWAY_ATTEMPT,
      describe: undefined,
      usage: undefined,
      firstChunk: undefined,
      wants: false,
      content: undefined,
      end: undefined,
    });
  }

  constructor(runtime: Runtime, record: CallRecord) {
    this.#runtime = runtime;
    this.#record = record;
  }

  get captureLevel(): CaptureLevel {
    return this.#record.captureLevel;
  }

  get ended(): boolean {
    return this.#record.ended;
  }

  candidates(list: readonly CandidateInfo[]): Candidate[] {
    return list.map((info) => this.candidate(info));
  }

  candidate(info: CandidateInfo): Candidate {
    return new RecordedCandidate(this.#runtime, this.#record, this.#record.addCandidate(info));
  }

  attempt(start: AttemptStart = {}): GatewayAttempt {
    return new RecordedCandidate(this.#runtime, this.#record, this.#record.addCandidate(start)).attempt();
  }

  describe(more: RequestFacts): void {
    this.#record.describe(more);
  }

  usage(usage: ReportedUsage): void {
    this.#record.setUsage(usage);
  }

  firstChunk(): void {
    this.#record.firstChunk();
  }

  wants(key: ContentKey): boolean {
    return this.#record.wants(key);
  }

  content(key: ContentKey, value: unknown): void {
    this.#record.setContent(key, value);
  }

  end(end: CallEnd): void {
    this.#record.end(end);
  }

  run<T>(fn: () => T): T {
    return runWith(this.#runtime, this.#record, undefined, fn);
  }
}

class RecordedCandidate implements Candidate {
  readonly #runtime: Runtime;
  readonly #record: CallRecord;
  #newest: AttemptRecord;

  static {
    guardMethods(RecordedCandidate, { skip: undefined, attempt: NO_GATEWAY_ATTEMPT });
  }

  constructor(runtime: Runtime, record: CallRecord, first: AttemptRecord) {
    this.#runtime = runtime;
    this.#record = record;
    this.#newest = first;
  }

  skip(reason: string): void {
    this.#newest.skip(reason);
  }

  attempt(): GatewayAttempt {
    if (this.#newest.state !== 'available') {
      this.#newest = this.#record.retry(this.#newest);
    }
    this.#newest.begin();
    return new RecordedAttempt(this.#runtime, this.#record, this.#newest);
  }
}

class RecordedAttempt implements GatewayAttempt {
  readonly #runtime: Runtime;
  readonly #record: CallRecord;
  readonly #first: AttemptRecord;

  static {
    guardMethods(RecordedAttempt, { responded: undefined, firstChunk: undefined, end: undefined });
  }

  constructor(runtime: Runtime, record: CallRecord, first: AttemptRecord) {
    this.#runtime = runtime;
    this.#record = record;
    this.#first = first;
  }

  /** The SDK may have retried inside `run`: the gateway's reports are about the newest attempt at this candidate. */
  get #newest(): AttemptRecord {
    const { index } = this.#first;
    return this.#record.attempts.findLast((attempt) => attempt.index === index) ?? this.#first;
  }

  responded(head: ResponseHead): void {
    this.#newest.responded(head);
  }

  firstChunk(): void {
    this.#newest.firstChunk();
  }

  end(end: AttemptEnd): void {
    this.#newest.end(end);
  }

  run<T>(fn: () => T): T {
    return runWith(this.#runtime, this.#record, this.#first, fn);
  }
}

function runWith<T>(runtime: Runtime, record: CallRecord, attempt: AttemptRecord | undefined, fn: () => T): T {
  // Calls made in here belong to this record, not to an enclosing call.
  const {
    attempt: _attempt,
    guests: _guests,
    joinedCall: _joinedCall,
    ...asyncContext
  } = { context: {}, ...runtime.asyncContexts.getStore() };
  // A call made after the record's end has its own record, which must not capture more than this one.
  const context = mergedContext(asyncContext.context, defined({ capture: record.facts.capture }));
  return runtime.asyncContexts.run(
    { ...asyncContext, context, record, ...(attempt === undefined ? {} : { attempt }) },
    fn,
  );
}
