/** A part that ends so often within a minute does not come back by being restarted. */
export const MAX_DEATHS = 5;
const WINDOW_MS = 60_000;
const FIRST_PAUSE_MS = 500;

/** The ends of one part so far. */
export interface Deaths {
  /** When it ended, ms since 1970, oldest first; a failed start counts as an end. */
  times: readonly number[];
  /** Starts in a row that have failed. */
  failedStarts: number;
}

/** How long to wait before the next start, ms; null: not again. */
export function pauseBeforeRestart({ times, failedStarts }: Deaths, now: number): number | null {
  const recent = times.filter((time) => time > now - WINDOW_MS).length;
  const count = Math.max(recent, failedStarts);
  return count >= MAX_DEATHS ? null : FIRST_PAUSE_MS * 2 ** Math.max(0, count - 1);
}
