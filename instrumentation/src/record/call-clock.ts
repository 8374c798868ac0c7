/** Latest time whose nanoseconds fit into a time of an OTLP span (unsigned 64 bits), unix ms. */
const MAX_UNIX_MS = 2 ** 64 / 1e6;

/**
 * Times of one call, shared by its record and its attempts. Times that callers report (`at`) are unix ms and default to
 * now; intervals are measured on the monotonic clock.
 */
export class CallClock {
  /** Unix ms. */
  readonly startTime: number;
  /** Milliseconds from the start to the first chunk of the response. */
  firstChunkMs: number | undefined;
  /** Set when the call ends: from then on its record and attempts do not change. */
  ended = false;
  readonly #source: { now(): number };
  readonly #startedAt: number;

  /**
   * `source` is a monotonic clock in milliseconds. A `reportedStart` that is not a time in the past counts as now. A
   * `fixedStart` is taken as it is, even if the clock of this machine is behind.
   */
  constructor(source: { now(): number }, reportedStart: unknown, fixedStart?: number) {
    const wall = Date.now();
    this.#source = source;
    this.startTime =
      fixedStart ??
      (typeof reportedStart === 'number' && reportedStart >= 0 && reportedStart < wall ? reportedStart : wall);
    this.#startedAt = source.now() - (wall - this.startTime);
  }

  /** Milliseconds from the start to `at`, not negative and not in the future. */
  elapsed(at?: number): number {
    const now = Math.max(0, this.#source.now() - this.#startedAt);
    return Number.isFinite(at) ? Math.min(Math.max(0, Number(at) - this.startTime), now) : now;
  }

  /** Records the time of the first chunk. Only the first call counts. */
  firstChunk(at?: number): void {
    if (this.ended || this.firstChunkMs !== undefined) return;
    this.firstChunkMs = this.elapsed(at);
  }

  /** `reported` as end time (unix ms), else now. Never before the start, even if the system clock was set back. */
  endTimeOf(reported: unknown): number {
    const isValid = typeof reported === 'number' && reported >= this.startTime && reported < MAX_UNIX_MS;
    return isValid ? reported : this.startTime + Math.max(0, this.elapsed());
  }
}
