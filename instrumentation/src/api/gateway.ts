import type { CaptureLevel } from '@tokentrail/records';
import { activeSpan } from '../util/app-context.ts';
import type { AttemptRecord } from '../record/attempt-record.ts';
import { CallRecord } from '../record/call-record.ts';
import { defined } from '../util/defined.ts';
import type {
  AttemptEnd,
  AttemptStart,
  CallEnd,
  Candidate,
  CandidateInfo,
  ContentKey,
  GatewayAttempt,
  ReportedUsage,
  RequestFacts,
  RequestHandle,
  RequestStart,
  ResponseHead,
  UsageContext,
} from '../types.ts';
import { currentRuntime, type Runtime } from './runtime.ts';
import { guarded } from '../util/guarded.ts';
import { NOTHING_RECORDED, NO_ATTEMPT } from './start-call.ts';
import { contextOf, mergedContext, inboundEndpoint } from '../record/usage-context.ts';

/**
 * Begins the record of one inbound request of a gateway. `type: 'request'` is one that is no LLM call. The request must
 * be ended with `end`; patched SDK calls inside `run` (or inside an attempt's `run`) become attempts of it.
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

/** Runs `fn` with `context` in force, on top of what is in force already: every record begun inside carries it. */
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
    guarded('usage', () => this.#record.setUsage(usage));
  }

  firstChunk(): void {
    guarded('firstChunk', () => this.#record.firstChunk());
  }

  wants(key: ContentKey): boolean {
    return this.#record.wants(key);
  }

  content(key: ContentKey, value: unknown): void {
    guarded('content', () => this.#record.setContent(key, value));
  }

  end(end: CallEnd): void {
    guarded('end', () => this.#record.end(end));
  }

  run<T>(fn: () => T): T {
    return runWith(this.#runtime, this.#record, undefined, fn);
  }
}

class RecordedCandidate implements Candidate {
  readonly #runtime: Runtime;
  readonly #record: CallRecord;
  #newest: AttemptRecord;

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

  constructor(runtime: Runtime, record: CallRecord, first: AttemptRecord) {
    this.#runtime = runtime;
    this.#record = record;
    this.#first = first;
  }

  /** The SDK may have retried inside `run`: what the gateway says is about the newest try at this candidate. */
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
    guarded('end', () => this.#newest.end(end));
  }

  run<T>(fn: () => T): T {
    return runWith(this.#runtime, this.#record, this.#first, fn);
  }
}

function runWith<T>(runtime: Runtime, record: CallRecord, attempt: AttemptRecord | undefined, fn: () => T): T {
  // Of a call around it, nothing that is made in here is a part.
  const {
    attempt: _,
    guests: _ofCall,
    joinedCall: _joined,
    ...asyncContext
  } = { context: {}, ...runtime.asyncContexts.getStore() };
  // A call that comes after the record's end is a record of its own, and must not capture more than this one did.
  const context = mergedContext(asyncContext.context, defined({ capture: record.facts.capture }));
  return runtime.asyncContexts.run(
    { ...asyncContext, context, record, ...(attempt === undefined ? {} : { attempt }) },
    fn,
  );
}

const NO_CANDIDATE: Candidate = { skip: () => undefined, attempt: () => NO_GATEWAY_ATTEMPT };
const NO_GATEWAY_ATTEMPT: GatewayAttempt = { ...NO_ATTEMPT, run: (fn) => fn() };
const NO_REQUEST: RequestHandle = {
  ...NOTHING_RECORDED,
  candidates: (list) => list.map(() => NO_CANDIDATE),
  candidate: () => NO_CANDIDATE,
  attempt: () => NO_GATEWAY_ATTEMPT,
  describe: () => undefined,
  usage: () => undefined,
  run: (fn) => fn(),
};
