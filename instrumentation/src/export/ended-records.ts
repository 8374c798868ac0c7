import { asOurs } from '../util/app-context.ts';
import { atEndOfTurn } from '../util/at-end-of-turn.ts';
import type { CallRecord } from '../record/call-record.ts';
import { guarded } from '../util/guarded.ts';

/** Longest wait of a record, milliseconds. It counts among what is lost where the process is killed. */
const LONGEST_WAIT_MS = 20;
/** So many are made into spans in less than a millisecond, for which nobody's call waits. */
const MOST_AT_ONCE = 32;
/** An app whose calls never give the event loop a turn makes its records itself. */
const MOST_WAITING = 256;
/** Of content: about ten prompts of 50 kB. */
const MOST_CHARACTERS = 512 * 1024;

/**
 * Records between their end and their spans. What is done with a record takes a third less for one of several in a row
 * than for one by itself between other work of the app, whose code and data then fill the processor's caches. With much content
 * they go at once: several bodies of a megabyte are not kept waiting in memory.
 */
export class EndedRecords {
  readonly #finish: (record: CallRecord) => void;
  #waiting: CallRecord[] = [];
  /** Of the content of those that wait. */
  #characters = 0;
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
    for (const text of record.content.values()) this.#characters += text.length;
    if (this.#characters >= MOST_CHARACTERS || this.#waiting.length >= MOST_WAITING) this.finish();
    else if (this.#waiting.length === MOST_AT_ONCE) asOurs(() => atEndOfTurn(() => this.finish()));
    else this.#timer ??= asOurs(() => setTimeout(() => this.finish(), LONGEST_WAIT_MS).unref());
  }

  /** Those that wait are not kept waiting. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const records = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    for (const record of records) guarded('a record', () => this.#finish(record));
  }
}
