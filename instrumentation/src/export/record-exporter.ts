import { asOurs } from '../util/app-context.ts';
import { redactText } from '../redaction/redact-text.ts';
import { deliver, type Delivery } from './deliver.ts';
import { firstBatch } from './otlp/first-batch.ts';
import type { Send } from './otlp/otlp-http.ts';
import { batchHeadSize, type BatchHead } from './otlp/span-encoder.ts';
import type { DiskSpool, Waiting } from './spool/disk-spool.ts';

export interface ExporterOptions {
  /** One short try, for what has just ended. */
  send: Send;
  /** One patient try, for what waits on disk. */
  sendSpooled: Send;
  head: BatchHead;
  /** One line for the operator; each kind of trouble is told once, and again after it has passed. */
  warn(message: string): void;
  /** Where records wait for a collector that is away. Without one they wait in memory. */
  makeSpool?(options: { head: BatchHead; segmentBytes: number; onAdopted(): void }): DiskSpool;
  /** Most bytes held in memory. */
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
/** Longest wait of a record for the disk while the collector is away. */
const WRITE_EVERY_MS = 25;
/** After the disk refused. */
const WRITE_AGAIN_MS = 1000;
/** Longest that `flush` waits for what is on disk to be sent: it is safe already. */
const FLUSH_WAIT_MS = 3000;

/**
 * Sends encoded spans in batches, in order, one request at a time. The first request that fails switches to the spool: from
 * then on records are written to disk, and a probe sends what is there, oldest first, until nothing is left; then they
 * are sent directly again. Where the disk takes nothing they wait in memory up to a bound of bytes; what comes on top is
 * dropped and counted. `add` never blocks and never throws.
 */
export class RecordExporter {
  readonly #options: Required<Omit<ExporterOptions, 'makeSpool'>>;
  readonly #spanBytes: number;
  readonly #spool: DiskSpool | undefined;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #away = false;
  #retryMs = 0;
  #flushTimer: NodeJS.Timeout | undefined;
  #writeTimer: NodeJS.Timeout | undefined;
  #probeTimer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #writing: Promise<void> | undefined;
  #probing: Promise<void> | undefined;
  /** Whether what another process left is still to be sent. */
  #adopted = false;
  readonly #warned = new Set<string>();
  /** How many of a segment's frames are settled, the first ones, where the collector went away in between. */
  readonly #settled = new WeakMap<object, number>();
  #dropped = 0;
  /** Frames that were handed in. */
  added = 0;
  /** Frames that were written to disk. */
  spooled = 0;

  constructor({ makeSpool, ...options }: ExporterOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#spanBytes = this.#options.batchBytes - batchHeadSize(options.head);
    this.#spool = makeSpool?.({
      head: options.head,
      segmentBytes: this.#spanBytes,
      onAdopted: () => {
        this.#adopted = true;
        this.#probeIn(0);
      },
    });
  }

  /** Frames that were given up: no room, refused, damaged on disk, or too old. */
  get dropped(): number {
    return this.#dropped + (this.#spool?.lost ?? 0);
  }

  /** Whether the last that was heard of the collector is that it takes nothing. */
  get collectorAway(): boolean {
    return this.#away;
  }

  add(encodedSpan: Uint8Array): void {
    this.added++;
    if (this.#queuedBytes + encodedSpan.length > this.#options.queueBytes) {
      this.#drop(1, 'full', 'the queue for the collector is full: records are lost.');
      return;
    }
    this.#queue.push(encodedSpan);
    this.#queuedBytes += encodedSpan.length;
    if (this.#away) {
      this.#writeIn(WRITE_EVERY_MS);
    } else if (this.#sending === undefined && this.#queuedBytes >= SEND_AT_BYTES) {
      void this.#sendQueue();
    } else if (this.#sending === undefined) {
      this.#sendIn(this.#options.flushEveryMs);
    }
  }

  /** Resolves when all that was added was sent, is on disk, or neither could be had. */
  async flush(): Promise<void> {
    await this.#sending;
    const wasAway = this.#away;
    if (!wasAway) await this.#sendQueue();
    if (this.#away) {
      await this.#write();
      await this.#spool?.sync();
    }
    // After a try that just failed there is no point in another.
    if (this.#away ? wasAway : this.#adopted) await this.#probeForAWhile();
  }

  async #probeForAWhile(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, FLUSH_WAIT_MS)));
    await Promise.race([this.#probe(), limit]);
    clearTimeout(timer);
  }

  /** The end of the process: what could not be sent is left on disk for the next one. Blocks. */
  leave(): void {
    for (const timer of [this.#flushTimer, this.#writeTimer, this.#probeTimer]) clearTimeout(timer);
    const left = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    if (!(this.#spool?.leave(left) ?? left.length === 0)) this.#dropped += left.length;
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

  /** Sends what is in memory. Not while it is being written: the head of the queue is one's alone. */
  #sendQueue(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
      if (this.#queue.length === 0) return;
      if (this.#away) this.#writeIn(0);
      else this.#sendIn(this.#options.flushEveryMs);
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = firstBatch(this.#queue, this.#spanBytes);
      const delivery = await deliver(this.#options.head, batch, this.#options.send);
      this.#release(batch.length - delivery.rest.length, batch.length, delivery.rest);
      await this.#account(this.#options.head, delivery);
      if (delivery.away !== undefined) {
        this.#goneAway(delivery.away);
        return;
      }
    }
  }

  /** Of the first `taken` frames of the queue only `rest` stays. */
  #release(settled: number, taken: number, rest: readonly Uint8Array[]): void {
    for (const encodedSpan of this.#queue.splice(0, taken, ...rest)) this.#queuedBytes -= encodedSpan.length;
    for (const encodedSpan of rest) this.#queuedBytes += encodedSpan.length;
    if (settled > 0) this.#warned.delete('full');
  }

  /** Brings what is in memory to disk. */
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
    while (this.#away && this.#queue.length > 0) {
      const { written, problem } = await spool.append([...this.#queue]);
      this.#release(written, written, []);
      this.spooled += written;
      if (problem !== undefined) {
        this.#warnOnce('disk', `nothing can be written to the spool (${problem}); records wait in memory.`);
        this.#writeIn(WRITE_AGAIN_MS);
        return;
      }
      this.#warned.delete('disk');
    }
  }

  /** Sends what waits, oldest first, and then what is in memory; one run at a time. */
  #probe(): Promise<void> {
    this.#probing ??= this.#drain().finally(() => (this.#probing = undefined));
    return this.#probing;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const waiting = await this.#spool?.oldest();
      this.#reportLost();
      if (waiting !== undefined) {
        const away = await this.#sendSegment(waiting);
        if (away === undefined) continue;
        // It was away for another reason before, as when it is started again and demands a token since.
        if (refusesSender(away.reason)) this.#reportAway(away.reason);
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
    // The disk is empty and nobody writes: what is in memory is the oldest now. It says itself if this was too early.
    this.#away = false;
    await this.#sendQueue();
    if (!this.#away) this.#isBack();
  }

  #reportLost(): void {
    const lost = this.#spool?.lost ?? 0;
    if (lost === 0) return;
    this.#warnOnce(
      'lost',
      `records on disk were given up (${lost}): they were too old, or their files are damaged or not ours.`,
    );
  }

  /** Undefined when all of it is settled. */
  async #sendSegment({ segment, head, encodedSpans, damaged }: Waiting): Promise<Delivery['away']> {
    let rest: readonly Uint8Array[] = encodedSpans.slice(this.#settled.get(segment));
    while (rest.length > 0) {
      const batch = firstBatch(rest, this.#spanBytes);
      const delivery = await deliver(head, batch, this.#options.sendSpooled);
      await this.#account(head, delivery);
      rest = rest.slice(batch.length - delivery.rest.length);
      this.#settled.set(segment, encodedSpans.length - rest.length);
      if (delivery.away !== undefined) return delivery.away;
    }
    if (damaged > 0) this.#drop(damaged, 'damaged', 'the end of a file of the spool was not whole: a record is lost.');
    await this.#spool?.remove(segment);
    return undefined;
  }

  async #account(head: BatchHead, { refused, rejected, shortened, remark }: Delivery): Promise<void> {
    for (const { encodedSpan, status } of refused) {
      const file = await this.#spool?.deadLetter(head, encodedSpan, status);
      const kept = file === undefined ? 'it is lost' : `it is kept in ${file}`;
      this.#drop(
        1,
        'refused',
        `the collector refused a record of ${encodedSpan.length} bytes (status ${status}); ${kept}.`,
      );
    }
    const words = remark === '' ? '' : ` It says: ${redactText(remark.slice(0, 200))}`;
    if (rejected > 0) this.#drop(rejected, 'rejected', `the collector rejected records: they are lost.${words}`);
    else if (words !== '') this.#warnOnce('remark', `the collector has a remark.${words}`);
    if (shortened > 0) this.#warnOnce('shortened', 'the collector refused a record; it was sent without its content.');
  }

  #goneAway({ reason, retryAfterMs }: NonNullable<Delivery['away']>): void {
    this.#away = true;
    this.#reportAway(reason);
    this.#probeIn(retryAfterMs ?? this.#nextRetry());
  }

  #reportAway(reason: string): void {
    const where = this.#spool === undefined ? 'in memory' : 'on disk';
    const kind = refusesSender(reason) ? 'sender' : 'away';
    this.#warnOnce(kind, `the collector does not take records (${reason}); they wait ${where}.${whatToCheck(reason)}`);
  }

  #isBack(): void {
    this.#retryMs = 0;
    const reported = [this.#warned.delete('away'), this.#warned.delete('sender')];
    if (reported.includes(true)) this.#options.warn('the collector takes records again.');
  }

  #nextRetry(): number {
    const { firstRetryMs, lastRetryMs } = this.#options;
    this.#retryMs = this.#retryMs === 0 ? firstRetryMs : Math.min(this.#retryMs * 2, lastRetryMs);
    return this.#retryMs * (0.8 + Math.random() * 0.2);
  }

  #drop(count: number, kind: string, message: string): void {
    this.#dropped += count;
    this.#warnOnce(kind, message);
  }

  #warnOnce(kind: string, message: string): void {
    if (this.#warned.has(kind)) return;
    this.#warned.add(kind);
    this.#options.warn(message);
  }
}

/** 401 and 403: nothing passes before the operator gives another token. */
function refusesSender(reason: string): boolean {
  return /^status 40[13]$/.test(reason);
}

/** For the operator. A status that passes by itself asks for nothing. */
function whatToCheck(reason: string): string {
  if (/^status (429|5\d\d)$/.test(reason)) return '';
  return refusesSender(reason)
    ? ' Check TOKENTRAIL_OTLP_TOKEN, or the token in OTEL_EXPORTER_OTLP_HEADERS.'
    : ' Check the endpoint: it is the address of an OTLP/HTTP receiver (port 4318 by default), without /v1/traces.';
}

/** A timer outside of the app's contexts that does not keep the process alive. */
function ourTimer(ms: number, fn: () => void): NodeJS.Timeout {
  return asOurs(() => setTimeout(fn, ms).unref());
}
