import { asOurs } from '../util/app-context.ts';
import { atMost, MAX_WAIT_MS } from '../util/at-most.ts';
import { deliver, type Delivery } from './deliver.ts';
import { ExporterWarnings, rejectsSender } from './exporter-warnings.ts';
import { Losses } from './losses.ts';
import { firstBatch } from './otlp/first-batch.ts';
import type { Send } from './otlp/otlp-http.ts';
import { batchHeadSize, type BatchHead } from './otlp/span-encoder.ts';
import { SpanQueue } from './span-queue.ts';
import type { DiskSpool, Waiting } from './spool/disk-spool.ts';

export interface ExporterOptions {
  /** Sends once with a short timeout, for records that have just ended. */
  send: Send;
  /** Sends once with a long timeout, for records on disk. */
  sendSpooled: Send;
  head: BatchHead;
  /** Receives one line for the operator; each kind of problem is reported once, and again after it was resolved. */
  warn(message: string): void;
  /** Creates the spool for records while the collector is unavailable. Without one they wait in memory. */
  makeSpool?(options: { head: BatchHead; segmentBytes: number; onAdopted(): void }): DiskSpool;
  /** Maximum bytes held in memory. */
  queueBytes?: number;
  /** Maximum bytes of one request. */
  batchBytes?: number;
  /** Maximum wait of a record for its batch, milliseconds. */
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
/** Size from which a batch is sent without waiting for more. */
const SEND_AT_BYTES = 512 * 1024;
/** Maximum wait before a record is written to disk while the collector is unavailable. */
const WRITE_EVERY_MS = 25;
/** Wait after a failed write. */
const WRITE_AGAIN_MS = 1000;

/**
 * Sends encoded spans in batches, in order, one request at a time. The first failed request switches to the spool: from
 * then on records are written to disk, and a probe sends the oldest first until the disk is empty; then records are
 * sent directly again. If the disk cannot be written they wait in memory up to a limit in bytes; records beyond it are
 * dropped and counted. `add` never blocks and never throws.
 */
export class RecordExporter {
  readonly #options: Required<Omit<ExporterOptions, 'makeSpool'>>;
  readonly #spanBytes: number;
  readonly #spool: DiskSpool | undefined;
  readonly #queue: SpanQueue;
  readonly #warnings: ExporterWarnings;
  #away = false;
  #retryMs = 0;
  #flushTimer: NodeJS.Timeout | undefined;
  #writeTimer: NodeJS.Timeout | undefined;
  #probeTimer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #writing: Promise<void> | undefined;
  #probing: Promise<void> | undefined;
  /** Whether records of another process, adopted by the spool, are still to be sent. */
  #adopted = false;
  /** Number of leading encoded spans of a segment that are settled, if the collector became unavailable in between. */
  readonly #settled = new WeakMap<object, number>();
  readonly #losses: Losses;
  /** Number of encoded spans added. */
  added = 0;
  /** Number of encoded spans that the collector accepted. */
  sent = 0;
  /** Number of encoded spans written to disk. */
  spooled = 0;

  constructor({ makeSpool, ...options }: ExporterOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#queue = new SpanQueue(this.#options.queueBytes);
    this.#warnings = new ExporterWarnings((message) => options.warn(message));
    this.#spanBytes = this.#options.batchBytes - batchHeadSize(options.head);
    this.#spool = makeSpool?.({
      head: options.head,
      segmentBytes: this.#spanBytes,
      onAdopted: () => {
        this.#adopted = true;
        this.#probeIn(0);
      },
    });
    this.#losses = new Losses(this.#warnings, this.#spool);
  }

  /** Bytes on disk. */
  get spoolBytes(): number {
    return this.#spool?.bytes ?? 0;
  }

  /** Number of encoded spans lost: no room, rejected, damaged on disk, or too old. */
  get dropped(): number {
    return this.#losses.count;
  }

  /** True while the last export failed with a retryable error. */
  get collectorAway(): boolean {
    return this.#away;
  }

  add(encodedSpan: Uint8Array): void {
    this.added++;
    if (!this.#queue.add(encodedSpan)) {
      this.#losses.add(1, 'full', 'the queue for the collector is full: records are lost.');
      return;
    }
    if (this.#away) {
      this.#writeIn(WRITE_EVERY_MS);
    } else if (this.#sending === undefined && this.#queue.bytes >= SEND_AT_BYTES) {
      void this.#sendQueue();
    } else if (this.#sending === undefined) {
      this.#sendIn(this.#options.flushEveryMs);
    }
  }

  /** Resolves when all added records are sent, on disk, or neither was possible. */
  async flush(): Promise<void> {
    await this.#sending;
    const wasAway = this.#away;
    if (!wasAway) await this.#sendQueue();
    if (this.#away) {
      await this.#write();
      await this.#spool?.sync();
    }
    // If the export has just failed, another attempt is pointless. The records on disk are already safe.
    if (this.#away ? wasAway : this.#adopted) await atMost(MAX_WAIT_MS, this.#probe());
  }

  /** Called when the process ends: leaves unsent records on disk for the next process. Blocks. */
  leave(): void {
    for (const timer of [this.#flushTimer, this.#writeTimer, this.#probeTimer]) clearTimeout(timer);
    const left = this.#queue.takeAll();
    if (!(this.#spool?.leave(left) ?? left.length === 0)) this.#losses.addSilently(left.length);
  }

  #sendIn(ms: number): void {
    this.#flushTimer ??= ourTimer(ms, () => {
      this.#flushTimer = undefined;
      if (!this.#away) void this.#sendQueue();
    });
  }

  #writeIn(ms: number): void {
    if (this.#spool === undefined) return;
    this.#writeTimer ??= ourTimer(ms, () => {
      this.#writeTimer = undefined;
      void this.#write();
    });
  }

  #probeIn(ms: number): void {
    clearTimeout(this.#probeTimer);
    this.#probeTimer = ourTimer(ms, () => {
      this.#probeTimer = undefined;
      void this.#probe();
    });
  }

  /** Sends the queue. Never runs during a write, because only one of them may use the head of the queue. */
  #sendQueue(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
      if (this.#queue.spans.length === 0) return;
      if (this.#away) this.#writeIn(0);
      else this.#sendIn(this.#options.flushEveryMs);
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.spans.length > 0) {
      const batch = firstBatch(this.#queue.spans, this.#spanBytes);
      const delivery = await deliver(this.#options.head, batch, this.#options.send);
      this.sent += delivery.accepted;
      this.#release(batch.length - delivery.rest.length, batch.length, delivery.rest);
      await this.#losses.account(this.#options.head, delivery);
      if (delivery.away !== undefined) {
        this.#switchToSpool(delivery.away);
        return;
      }
    }
  }

  /** Replaces the first `taken` encoded spans of the queue with `rest`. */
  #release(settled: number, taken: number, rest: readonly Uint8Array[]): void {
    this.#queue.replaceFirst(taken, rest);
    if (settled > 0) this.#warnings.resolved('full');
  }

  /** Writes the queue to disk. */
  #write(): Promise<void> {
    clearTimeout(this.#writeTimer);
    this.#writeTimer = undefined;
    const spool = this.#spool;
    if (spool === undefined) return Promise.resolve();
    this.#writing ??= this.#writeAll(spool).finally(() => (this.#writing = undefined));
    return this.#writing;
  }

  async #writeAll(spool: DiskSpool): Promise<void> {
    await this.#sending;
    while (this.#away && this.#queue.spans.length > 0) {
      const { written, problem } = await spool.append([...this.#queue.spans]);
      this.#release(written, written, []);
      this.spooled += written;
      if (problem !== undefined) {
        this.#warnings.report('disk', `nothing can be written to the spool (${problem}); records wait in memory.`);
        this.#writeIn(WRITE_AGAIN_MS);
        return;
      }
      this.#warnings.resolved('disk');
    }
  }

  /** Sends the records on disk, oldest first, and then the queue; one run at a time. */
  #probe(): Promise<void> {
    this.#probing ??= this.#drain().finally(() => (this.#probing = undefined));
    return this.#probing;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const waiting = await this.#spool?.oldest();
      this.#losses.reportSpool();
      if (waiting !== undefined) {
        const away = await this.#sendSegment(waiting);
        if (away === undefined) continue;
        // The reason may have changed: a restarted collector may now require a token.
        if (rejectsSender(away.reason)) this.#reportAway(away.reason);
        this.#probeIn(away.retryAfterMs ?? this.#nextRetry());
        return;
      }
      if (this.#writing === undefined) break;
      await this.#writing;
    }
    this.#adopted = false;
    if (!this.#away) {
      this.#retryMs = 0;
      return;
    }
    // The disk is empty and no write is running, so the queue has the oldest records. A failing request switches back.
    this.#away = false;
    await this.#sendQueue();
    if (this.#away) return;
    this.#retryMs = 0;
    this.#warnings.collectorBack();
  }

  /** Sends one segment; undefined if all of it is settled. */
  async #sendSegment({ segment, head, encodedSpans, damaged }: Waiting): Promise<Delivery['away']> {
    let rest: readonly Uint8Array[] = encodedSpans.slice(this.#settled.get(segment));
    while (rest.length > 0) {
      const batch = firstBatch(rest, this.#spanBytes);
      const delivery = await deliver(head, batch, this.#options.sendSpooled);
      this.sent += delivery.accepted;
      await this.#losses.account(head, delivery);
      rest = rest.slice(batch.length - delivery.rest.length);
      this.#settled.set(segment, encodedSpans.length - rest.length);
      if (delivery.away !== undefined) return delivery.away;
    }
    if (damaged > 0) this.#losses.add(damaged, 'damaged', 'a spool file has an incomplete end: a record is lost.');
    await this.#spool?.remove(segment);
    return undefined;
  }

  #switchToSpool({ reason, retryAfterMs }: NonNullable<Delivery['away']>): void {
    this.#away = true;
    this.#reportAway(reason);
    this.#probeIn(retryAfterMs ?? this.#nextRetry());
  }

  #reportAway(reason: string): void {
    this.#warnings.collectorAway(reason, this.#spool === undefined ? 'in memory' : 'on disk');
  }

  #nextRetry(): number {
    const { firstRetryMs, lastRetryMs } = this.#options;
    this.#retryMs = this.#retryMs === 0 ? firstRetryMs : Math.min(this.#retryMs * 2, lastRetryMs);
    return this.#retryMs * (0.8 + Math.random() * 0.2);
  }
}

/** Starts a timer outside the app's contexts that does not keep the process alive. */
function ourTimer(ms: number, fn: () => void): NodeJS.Timeout {
  return asOurs(() => setTimeout(fn, ms).unref());
}
