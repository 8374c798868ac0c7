import { asOurs } from '../app-context.ts';
import type { Send } from './otlp-http.ts';
import { batchHeadSize, encodeBatch, type BatchHead } from './span-encoder.ts';

export interface ExporterOptions {
  send: Send;
  head: BatchHead;
  /** One line for the operator; each kind of trouble is told once, and again after it has passed. */
  warn(message: string): void;
  /** Most bytes held for a collector that is away. */
  queueBytes?: number;
  /** Most bytes of one request. */
  batchBytes?: number;
  /** Longest wait of a record for its batch, milliseconds. */
  flushEveryMs?: number;
  firstRetryMs?: number;
  lastRetryMs?: number;
}

const DEFAULTS = {
  queueBytes: 64 * 1024 * 1024,
  batchBytes: 4 * 1024 * 1024,
  flushEveryMs: 1000,
  firstRetryMs: 500,
  lastRetryMs: 30_000,
};
/** A full batch is not waited for: what is there is sent once it is worth a request of its own. */
const SEND_AT_BYTES = 512 * 1024;

/**
 * Sends encoded spans in batches, in order, one request at a time. While the collector is away they wait in memory up
 * to a bound of bytes; what comes on top is dropped and counted. `add` never blocks and never throws.
 *
 * Frames are opaque bytes here, so that a spool on disk can stand in for the queue.
 */
export class RecordExporter {
  readonly #options: Required<ExporterOptions>;
  readonly #frameBytes: number;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #retryMs = 0;
  #collectorAway = false;
  #full = false;
  #refusalTold = false;
  #framesAtOnce = Infinity;
  /** Frames that were given up: queue full, or refused by the collector. */
  dropped = 0;
  /** Frames that were handed in. */
  added = 0;

  constructor(options: ExporterOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#frameBytes = this.#options.batchBytes - batchHeadSize(options.head);
  }

  add(frame: Uint8Array): void {
    this.added++;
    if (this.#queuedBytes + frame.length > this.#options.queueBytes) {
      this.#drop('the queue for the collector is full', this.#full);
      this.#full = true;
      return;
    }
    this.#queue.push(frame);
    this.#queuedBytes += frame.length;
    if (this.#retryMs > 0 || this.#sending !== undefined) {
      return;
    }
    if (this.#queuedBytes >= SEND_AT_BYTES) {
      this.#drain();
    } else {
      this.#wake(this.#options.flushEveryMs);
    }
  }

  /** Sends all that is queued, one try each; resolves when it was sent or the collector did not take it. */
  async flush(): Promise<void> {
    await this.#sending;
    if (this.#queue.length > 0) {
      await this.#drain();
    }
  }

  #wake(afterMs: number): void {
    this.#timer ??= asOurs(() =>
      setTimeout(() => {
        this.#timer = undefined;
        void this.#drain();
      }, afterMs).unref(),
    );
  }

  #drain(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
      if (this.#queue.length > 0) this.#wake(this.#retryMs || this.#options.flushEveryMs);
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch();
      const outcome = await this.#options.send(encodeBatch(this.#options.head, batch));
      if (outcome.kind === 'unavailable') {
        this.#away(outcome.reason);
        this.#retryMs = outcome.retryAfterMs ?? this.#nextRetry();
        return;
      }
      this.#back();
      if (outcome.kind === 'accepted') {
        this.#release(batch.length);
      } else {
        this.#refused(batch, outcome.status);
      }
    }
  }

  /** As many of the oldest frames as one request may hold, at least one. They stay queued until they are settled. */
  #nextBatch(): Uint8Array[] {
    const most = Math.min(this.#queue.length, this.#framesAtOnce);
    let bytes = this.#queue[0]!.length;
    let count = 1;
    while (count < most && bytes + this.#queue[count]!.length <= this.#frameBytes) {
      bytes += this.#queue[count++]!.length;
    }
    return this.#queue.slice(0, count);
  }

  #release(count: number): void {
    for (const frame of this.#queue.splice(0, count)) this.#queuedBytes -= frame.length;
    this.#full = false;
  }

  /** One bad or oversized record must not cost the others: batches shrink until it stands alone and is given up. */
  #refused(batch: readonly Uint8Array[], status: number): void {
    if (batch.length > 1) {
      this.#framesAtOnce = batch.length >> 1;
      return;
    }
    this.#framesAtOnce = Infinity;
    this.#release(1);
    this.#drop(`the collector refused a record of ${batch[0]!.length} bytes (status ${status})`, this.#refusalTold);
    this.#refusalTold = true;
  }

  #away(reason: string): void {
    if (!this.#collectorAway) {
      this.#options.warn(`the collector does not take records (${reason}); they wait in memory.`);
    }
    this.#collectorAway = true;
  }

  #back(): void {
    if (this.#collectorAway) this.#options.warn('the collector takes records again.');
    this.#collectorAway = false;
    this.#retryMs = 0;
  }

  #nextRetry(): number {
    const { firstRetryMs, lastRetryMs } = this.#options;
    const doubled = this.#retryMs === 0 ? firstRetryMs : Math.min(this.#retryMs * 2, lastRetryMs);
    return doubled * (0.8 + Math.random() * 0.2);
  }

  #drop(why: string, told: boolean): void {
    this.dropped++;
    if (!told) this.#options.warn(`${why}: a record is lost.`);
  }
}
