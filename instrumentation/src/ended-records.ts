import { asOurs } from './app-context.ts';
import type { CallRecord } from './call-record.ts';
import { safely } from './safely.ts';

/** Longest wait of a record, milliseconds. It counts among what is lost where the process is killed. */
const LONGEST_WAIT_MS = 20;
/** So many are made into spans in less than a millisecond, for which nobody's call waits. */
const MOST_AT_ONCE = 32;

/**
 * Records between their end and their spans. What is done with a record takes a third less for one of several in a row
 * than for one by itself between other work of the app, whose code and data then fill the processor's caches. One that carries
 * content goes at once: several bodies of a megabyte are not kept waiting in memory.
 */
export class EndedRecords {
  readonly #finish: (record: CallRecord) => void;
  #waiting: CallRecord[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `finish` makes of a record what leaves. */
  constructor(finish: (record: CallRecord) => void) {
    this.#finish = finish;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(record: CallRecord): void {
    this.#waiting.push(record);
    if (record.content.size > 0) this.finish();
    else if (this.#waiting.length === MOST_AT_ONCE) asOurs(() => setImmediate(() => this.finish()));
    else this.#timer ??= asOurs(() => setTimeout(() => this.finish(), LONGEST_WAIT_MS).unref());
  }

  /** Those that wait are not kept waiting. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const records = this.#waiting;
    this.#waiting = [];
    for (const record of records) safely('a record', () => this.#finish(record));
  }
}
