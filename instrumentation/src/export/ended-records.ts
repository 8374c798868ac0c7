import { asOurs } from '../util/app-context.ts';
import { atEndOfTurn } from '../util/at-end-of-turn.ts';
import type { CallRecord } from '../record/call-record.ts';
import { guarded } from '../util/guarded.ts';

/** Maximum wait of a record, milliseconds. A killed process loses the records that wait. */
const MAX_WAIT_MS = 20;
/** Maximum number of records converted at once: this takes less than a millisecond, so no call is delayed. */
const MAX_AT_ONCE = 32;
/** Maximum number of waiting records; if the event loop never gets a turn, the app's call converts them itself. */
const MAX_WAITING = 256;
/** Maximum content of the waiting records, characters: about ten prompts of 50 kB. */
const MAX_CHARACTERS = 512 * 1024;

/**
 * Records between their end and their spans. Converting several records in a row takes a third less time per record
 * than converting each one between other work of the app, which evicts our code and data from the processor's caches.
 * Records with much content are converted at once, so that several bodies of a megabyte do not wait in memory.
 */
export class EndedRecords {
  readonly #finish: (record: CallRecord) => void;
  #waiting: CallRecord[] = [];
  /** Characters of content of the waiting records. */
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `finish` converts a record to spans and exports them. */
  constructor(finish: (record: CallRecord) => void) {
    this.#finish = finish;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(record: CallRecord): void {
    this.#waiting.push(record);
    for (const text of record.content.values()) this.#characters += text.length;
    if (this.#characters >= MAX_CHARACTERS || this.#waiting.length >= MAX_WAITING) this.finish();
    else if (this.#waiting.length === MAX_AT_ONCE) asOurs(() => atEndOfTurn(() => this.finish()));
    else this.#timer ??= asOurs(() => setTimeout(() => this.finish(), MAX_WAIT_MS).unref());
  }

  /** Converts all waiting records now. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const records = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    for (const record of records) guarded('a record', () => this.#finish(record));
  }
}
