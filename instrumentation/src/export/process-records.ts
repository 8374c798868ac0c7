import { asOurs } from '../util/app-context.ts';
import { guarded } from '../util/guarded.ts';

/**
 * Earliest and latest time of the first report, if no record is sent before, ms. By then most programs have loaded their
 * SDKs, and programs that end at once have ended. The times are random so that the processes of a fleet do not report
 * together.
 */
const FIRST_AFTER_MS = [5_000, 10_000] as const;
/** Shortest and longest time from one report to the next, ms: an hour on average. */
const EVERY_MS = [3_240_000, 3_960_000] as const;

/**
 * Reports what this process is configured to do: before its first record or some seconds after its start, and then
 * hourly. Keeps no process alive.
 */
export class ProcessRecords {
  readonly #send: () => void;
  #timer: NodeJS.Timeout | undefined;
  #reported = false;
  #stopped = false;
  /** Number of reports that were sent. */
  sent = 0;

  /**
   * `send` queues one report. `unasked`: whether the process also reports if it never sends a record.
   */
  constructor(send: () => void, { unasked }: { unasked: boolean }) {
    this.#send = send;
    if (unasked) this.#reportIn(FIRST_AFTER_MS);
  }

  /** Reports if this process has not reported yet. Called before each record. */
  beforeRecord(): void {
    if (!this.#reported) this.#report();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #report(): void {
    this.#reported = true;
    guarded('the process record', () => {
      this.#send();
      this.sent++;
    });
    this.#reportIn(EVERY_MS);
  }

  #reportIn([min, max]: readonly [number, number]): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const ms = min + Math.random() * (max - min);
    this.#timer = asOurs(() => setTimeout(() => this.#report(), ms).unref());
  }
}
