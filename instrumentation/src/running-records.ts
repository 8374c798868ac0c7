import { asOurs, randomHex } from './app-context.ts';
import type { CallRecord } from './call-record.ts';
import { firstBatch } from './export/first-batch.ts';
import type { Send } from './export/otlp-http.ts';
import { batchHeadSize, encodeBatch, encodeSpan, type BatchHead } from './export/span-encoder.ts';
import { runningSpan } from './running-span.ts';
import { safely } from './safely.ts';

export interface RunningRecordsOptions {
  send: Send;
  head: BatchHead;
  /** While it is, nothing is sent: nobody needs to know later that a call was running. */
  collectorAway(): boolean;
}

/** How old a call must be to be worth telling. */
const TELL_AFTER_MS = 1000;
const HEARTBEAT_MS = 30_000;
const LOOK_EVERY_MS = 250;
const BATCH_BYTES = 4 * 1024 * 1024;

interface Running {
  /** Weak: an app that drops a stream it never read must not keep its record in memory. It then reads as lost. */
  record: WeakRef<CallRecord>;
  toldAt: number;
  toldState: CallRecord['state'] | undefined;
}

/**
 * Tells of calls while they run: as pending after a second, as streaming from the first chunk on, and again every 30 s, so
 * that a reader sees that their process lives. Each version has the ids of the record that replaces it. One that does
 * not get through is not tried again; the next one makes up for it.
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
    this.#running.add({ record: new WeakRef(record), toldAt: 0, toldState: undefined });
    this.#timer ??= asOurs(() =>
      setInterval(() => safely('running records', () => this.#look()), LOOK_EVERY_MS).unref(),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#running.clear();
  }

  #look(): void {
    const now = Date.now();
    const mayTell = !this.#sending && !this.#options.collectorAway();
    const frames: Uint8Array[] = [];
    for (const running of this.#running) {
      const record = running.record.deref();
      if (record === undefined || record.ended) this.#running.delete(running);
      else if (mayTell && isDue(running, record, now)) {
        const frame = safely('telling of a running record', () => tell(running, record, now));
        if (frame !== undefined) frames.push(frame);
      }
    }
    if (frames.length > 0) void this.#send(frames);
    if (this.#running.size === 0) this.stop();
  }

  async #send(frames: readonly Uint8Array[]): Promise<void> {
    const { head, send } = this.#options;
    this.#sending = true;
    for (let rest = frames; rest.length > 0;) {
      const batch = firstBatch(rest, BATCH_BYTES - batchHeadSize(head));
      const { kind } = await send(encodeBatch(head, batch));
      if (kind === 'unavailable') break;
      rest = rest.slice(batch.length);
    }
    this.#sending = false;
  }
}

function isDue({ toldAt, toldState }: Running, record: CallRecord, now: number): boolean {
  if (record.elapsed() < TELL_AFTER_MS) return false;
  return record.state !== toldState || Math.abs(now - toldAt) >= HEARTBEAT_MS;
}

function tell(running: Running, record: CallRecord, now: number): Uint8Array {
  record.spanId ??= randomHex(8);
  running.toldAt = now;
  running.toldState = record.state;
  return encodeSpan(runningSpan(record, record.spanId, now));
}
