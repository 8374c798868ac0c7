/** Ends within a minute, or failed starts in a row, after which a part is not restarted. */
export const MAX_DEATHS = 5;
const WINDOW_MS = 60_000;
const FIRST_PAUSE_MS = 500;

/** The ends of one part so far. */
export interface Deaths {
  /** Times of its ends, unix ms, oldest first. A failed start counts as an end. */
  times: readonly number[];
  /** Number of failed starts in a row. */
  failedStarts: number;
}

/** Pause before the next start, ms; null if there must be none. */
export function pauseBeforeRestart({ times, failedStarts }: Deaths, now: number): number | null {
  const recent = times.filter((time) => time > now - WINDOW_MS).length;
  const count = Math.max(recent, failedStarts);
  return count >= MAX_DEATHS ? null : FIRST_PAUSE_MS * 2 ** Math.max(0, count - 1);
}
