import type { CaptureLevel } from '@tokentrail/records';
import type { AttemptRecord } from '../record/attempt-record.ts';
import type { RequestForResponse } from '../record/background-responses.ts';
import type { CallRecord } from '../record/call-record.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import type { AttemptHandle, AttemptStart, CallEnd, CallFacts, CallHandle, ContentKey } from '../types.ts';
import { defined } from '../util/defined.ts';
import { guardMethods } from '../util/guard-methods.ts';
import { NO_ATTEMPT } from './no-op-handles.ts';

/** A call that may be reported after it is over. Times (`at`) are unix ms and default to now. */
export interface TimedCall extends CallHandle {
  attempt(start?: AttemptStart, at?: number): AttemptHandle;
  firstChunk(at?: number): void;
}

export interface CallContext extends AsyncContext {
  /** Releases the record: sockets and timers keep the context in which they were opened. */
  close(): void;
}

/**
 * The context of code that runs within the call of `callRecord`. `record` and `attempt` are enumerable getters, so that
 * copies of the context, such as those of `withUsage`, read the values at the time of the copy.
 */
function callContext(callRecord: CallRecord, outer: AsyncContext | undefined): CallContext {
  let record: CallRecord | undefined = callRecord;
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

/** A call with a record of its own. Every attempt is one at the same, only candidate. */
export class RecordedCall implements TimedCall {
  readonly #record: CallRecord;
  readonly #outer: AsyncContext | undefined;
  #asyncContext: CallContext | undefined;

  static {
    guardMethods(RecordedCall, {
      attempt: NO_ATTEMPT,
      describe: undefined,
      firstChunk: undefined,
      wants: false,
      content: undefined,
      end: undefined,
    });
  }

  constructor(record: CallRecord, outer: AsyncContext | undefined) {
    this.#record = record;
    this.#outer = outer;
  }

  /** Made on first use: few SDKs make calls within calls. */
  get asyncContext(): CallContext {
    if (this.#asyncContext === undefined) {
      this.#asyncContext = callContext(this.#record, this.#outer);
      if (this.ended) this.#asyncContext.close();
    }
    return this.#asyncContext;
  }

  get request(): RequestForResponse {
    const { facts } = this.#record;
    const { provider, serverAddress, serverPort, key } = facts;
    return { facts, sentTo: { provider, serverAddress, serverPort, key: typeof key === 'object' ? key : undefined } };
  }

  get captureLevel(): CaptureLevel {
    return this.#record.captureLevel;
  }

  get ended(): boolean {
    return this.#record.ended;
  }

  attempt(start: AttemptStart = {}, at?: number): AttemptHandle {
    // Calls made within this one may have added attempts.
    const previous = this.#record.attempts.at(-1);
    const attempt = previous === undefined ? this.#first(start) : this.#record.retry(previous, start);
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
      apiFormat: start.apiFormat ?? facts.apiFormat,
      continues: start.continues,
      url: start.url,
    });
  }

  describe(more: CallFacts): void {
    this.#record.describe(defined(more));
    this.#record.attempts.at(-1)?.describe(endpointOf(more));
  }

  firstChunk(at?: number): void {
    this.#record.firstChunk(at);
  }

  wants(key: ContentKey): boolean {
    return this.#record.wants(key);
  }

  content(key: ContentKey, value: unknown): void {
    this.#record.setContent(key, value);
  }

  end(end: CallEnd): void {
    try {
      this.#record.end(end);
    } finally {
      this.#asyncContext?.close();
    }
  }
}

/** The fields of `facts` that say where an attempt goes, and in which format. */
export function endpointOf(facts: CallFacts): AttemptStart {
  const { provider, serverAddress, serverPort, key, path: endpoint, apiFormat } = facts;
  return { provider, serverAddress, serverPort, key, endpoint, apiFormat };
}
