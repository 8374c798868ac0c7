import { asOurs, randomHex } from '../util/app-context.ts';
import type { CallRecord } from '../record/call-record.ts';
import { firstBatch } from './otlp/first-batch.ts';
import type { Send } from './otlp/otlp-http.ts';
import { batchHeadSize, encodeBatch, encodeSpan, type BatchHead } from './otlp/span-encoder.ts';
import { runningSpan } from './mapping/running-span.ts';
import { guarded } from '../util/guarded.ts';

export interface RunningRecordsOptions {
  send: Send;
  head: BatchHead;
  /** While the collector is unavailable nothing is sent: later reports of a running call are useless. */
  collectorAway(): boolean;
}

/** Minimum age of a call that is reported. */
const REPORT_AFTER_MS = 1000;
const HEARTBEAT_MS = 30_000;
const LOOK_EVERY_MS = 250;
const BATCH_BYTES = 4 * 1024 * 1024;

interface Running {
  /** Weak: if an app drops an unread stream, its record must not stay in memory. It then reads as lost. */
  record: WeakRef<CallRecord>;
  reportedAt: number;
  reportedState: CallRecord['state'] | undefined;
}

/**
 * Reports running calls: as pending after a second, as streaming from the first chunk on, and again every 30 s as a
 * heartbeat. Each version has the ids of the record that replaces it. A failed report is not retried; the next one
 * replaces it.
 */
export class RunningRecords {
  readonly #options: RunningRecordsOptions;
  readonly #running = new Set<Running>();
  #timer: NodeJS.Timeout | undefined;
  #sending = false;

  constructor(options: RunningRecordsOptions) {
    this.#options = options;
  }

  started(record: CallRecord): void {
    this.#running.add({ record: new WeakRef(record), reportedAt: 0, reportedState: undefined });
    this.#timer ??= asOurs(() =>
      setInterval(() => guarded('running records', () => this.#look()), LOOK_EVERY_MS).unref(),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#running.clear();
  }

  #look(): void {
    const now = Date.now();
    const mayReport = !this.#sending && !this.#options.collectorAway();
    const encodedSpans: Uint8Array[] = [];
    for (const running of this.#running) {
      const record = running.record.deref();
      if (record === undefined || record.ended) this.#running.delete(running);
      else if (mayReport && isDue(running, record, now)) {
        const encodedSpan = guarded('reporting a running record', () => report(running, record, now));
        if (encodedSpan !== undefined) encodedSpans.push(encodedSpan);
      }
    }
    if (encodedSpans.length > 0) void this.#send(encodedSpans);
    if (this.#running.size === 0) this.stop();
  }

  async #send(encodedSpans: readonly Uint8Array[]): Promise<void> {
    const { head, send } = this.#options;
    this.#sending = true;
    for (let rest = encodedSpans; rest.length > 0;) {
      const batch = firstBatch(rest, BATCH_BYTES - batchHeadSize(head));
      const { kind } = await send(encodeBatch(head, batch));
      if (kind === 'retryable') break;
      rest = rest.slice(batch.length);
    }
    this.#sending = false;
  }
}

function isDue({ reportedAt, reportedState }: Running, record: CallRecord, now: number): boolean {
  if (record.elapsed() < REPORT_AFTER_MS) return false;
  return record.state !== reportedState || Math.abs(now - reportedAt) >= HEARTBEAT_MS;
}

function report(running: Running, record: CallRecord, now: number): Uint8Array {
  record.spanId ??= randomHex(8);
  running.reportedAt = now;
  running.reportedState = record.state;
  return encodeSpan(runningSpan(record, record.spanId, now));
}
