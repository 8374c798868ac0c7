import {
  CallRecord,
  costOfRecord,
  loadPrices,
  nanoUsd,
  Privacy,
  runningSpan,
  spanOfPriceEntry,
  spansOfRecord,
  VERSION,
  type AttemptRecord,
  type BatchHead,
  type RecordHost,
  type SpanData,
} from './instrumentation.ts';
import type { PricedCall } from '@tokentrail/pricing';
import { callsProvider, type AttemptPlan, type CallPlan, type EventPlan, type Plan, type ServiceName } from './plan.ts';
import { Random } from './random.ts';

/** A record of the history with the spans that the instrumentation sends for it. */
export interface MadeRecord {
  plan: Plan;
  record: CallRecord;
  /** Undefined for a record that is no call, and for a call that never ended. */
  cost: PricedCall | undefined;
  spans: SpanData[];
}

/** Makes records of plans, with the instrumentation's own code and the prices of a price file. */
export class RecordMaker {
  readonly #prices;
  readonly #host: RecordHost = {
    captureLevel: 'full',
    highestCapture: 'full',
    now: () => performance.now(),
    fingerprintOf: () => undefined,
    maxBodyBytes: 65_536,
    privacy: new Privacy({ privacy: false, recordIp: false, redactHeaders: [] }, () => undefined),
    recordEnded: () => undefined,
  };

  /** `report` receives the errors of the price file. */
  constructor(pricesFile: string, report: (message: string) => void) {
    this.#prices = loadPrices(pricesFile, report);
  }

  /** Stops watching the price file. */
  stop(): void {
    this.#prices.stop();
  }

  make(plan: Plan): MadeRecord {
    // The ids depend only on the plan, so that a history that is loaded again replaces its own records.
    const random = new Random(
      `${plan.service} ${plan.type} ${plan.start} ${plan.facts.requestId ?? plan.facts.session ?? ''}`,
    );
    const record = new CallRecord(this.#host, {
      type: plan.type,
      facts: { ...plan.facts, startTime: plan.start },
      origin: { traceId: random.hex(16) },
      callerSeesProvider: isCall(plan) && callsProvider(plan.service),
    });
    const newSpanId = () => random.hex(8);
    if (!isCall(plan)) endEvent(record, plan);
    else if (!runCall(record, plan)) {
      return { plan, record, cost: undefined, spans: [runningSpan(record, newSpanId(), lastSignOf(plan))] };
    }
    const cost = costOfRecord(record, this.#prices.priceOf);
    return { plan, record, cost, spans: spansOfRecord(record, cost, newSpanId) };
  }

  /** Spans of the price entries that records have used since the last call. */
  newPriceEntries(now: number): SpanData[] {
    return this.#prices.takeNewEntries().map((entry) => {
      const random = new Random(entry.hash);
      return spanOfPriceEntry(entry, now, { traceId: random.hex(16), spanId: random.hex(8) });
    });
  }
}

function isCall(plan: Plan): plan is CallPlan {
  return plan.type === 'usage' || plan.type === 'request';
}

/** Time of the last report of a call that never ended. */
function lastSignOf(plan: CallPlan): number {
  return plan.start + 1000;
}

/** Repeats what happened in the call. Returns false if it never ended. */
function runCall(record: CallRecord, plan: CallPlan): boolean {
  for (const { info, skip, attempts } of plan.candidates) {
    let attempt = record.addCandidate(info);
    if (skip !== undefined) attempt.skip(skip);
    for (const [index, planned] of attempts.entries()) {
      if (index > 0) attempt = record.retry(attempt);
      runAttempt(attempt, planned, plan.start);
    }
  }
  for (const [key, value] of plan.content) record.setContent(key, value);
  if (plan.end === undefined) return false;
  const { afterMs, ...end } = plan.end;
  record.end({ ...end, endTime: plan.start + afterMs });
  return true;
}

function runAttempt(attempt: AttemptRecord, { atMs, head, firstChunkMs, end }: AttemptPlan, start: number): void {
  attempt.begin(start + atMs);
  if (head !== undefined) attempt.responded(head);
  if (firstChunkMs !== undefined) attempt.firstChunk(start + firstChunkMs);
  if (end === undefined) return;
  const { afterMs, ...ending } = end;
  attempt.end({ ...ending, endTime: start + afterMs });
}

function endEvent(record: CallRecord, { name, start, amountUsd, balanceAfterUsd, failure }: EventPlan): void {
  record.eventName = name;
  const amount = nanoUsd(amountUsd);
  const balance = nanoUsd(balanceAfterUsd);
  if (amount !== undefined) record.amountNanoUsd = amount;
  if (balance !== undefined) record.balanceAfterNanoUsd = balance;
  record.end(
    failure === undefined
      ? { state: 'success', endTime: start }
      : { state: 'failed', statusCode: failure.statusCode, error: { code: failure.code }, endTime: start },
  );
}

/** Resource and scope of a service's spans. Its instance is always the same, because rows are kept apart by instance. */
export function headOf(service: ServiceName): BatchHead {
  return {
    resource: {
      'service.name': service,
      'service.version': '2026.11',
      'service.instance.id': `example-history-${service}`,
      'deployment.environment.name': 'example',
      example: 'true',
    },
    scope: { name: '@tokentrail/instrumentation', version: VERSION },
  };
}
