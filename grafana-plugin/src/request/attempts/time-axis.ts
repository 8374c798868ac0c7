/** Times of an attempt or span, as far as they were recorded. */
export interface Times {
  /** Milliseconds from the start of the record. */
  offsetMs?: number | undefined;
  durationMs?: number | undefined;
  /** Milliseconds from the start of the attempt. */
  firstChunkMs?: number | undefined;
}

export interface TimeAxis {
  /** Length in milliseconds; the axis starts with the record. 0 if no time is known. */
  totalMs: number;
  /** Times in milliseconds that get a label, from 0. */
  ticks: number[];
}

/** Position on the time axis, as fractions of its length (0 to 1). */
export interface Bar {
  start: number;
  length: number;
  /** Fraction of the bar before the first chunk; null without a first chunk. */
  untilFirstChunk: number | null;
  /** Whether a part is before the start or after the end of the axis, and therefore cut off. */
  cut: boolean;
}

/** How far the end of an attempt may lie after that of the record: clocks and rounding differ a little. */
const MARGIN = 0.1;
const MARGIN_MS = 10;
/** Without a useful duration of the record: the longest that an attempt takes, compared with the median. */
const MAX_OF_MEDIAN = 10;
const MAX_TICKS = 4;

/**
 * The axis of a record: as long as the record, or as the attempts that end with it. An attempt whose times are absurd does not
 * stretch the axis, because all others would shrink to nothing.
 *
 * @param recordMs duration of the record, or the time since its start while it runs; null if unknown.
 */
export function timeAxis(times: readonly Times[], recordMs: number | null): TimeAxis {
  const totalMs = lengthOf(times.map(endOf).filter(isTime), isTime(recordMs) ? recordMs : 0);
  return { totalMs, ticks: ticksOf(totalMs) };
}

function lengthOf(ends: readonly number[], recordMs: number): number {
  const within = ends.filter((end) => end <= recordMs * (1 + MARGIN) + MARGIN_MS);
  if (recordMs > 0 && (within.length > 0 || ends.length === 0)) {
    return Math.max(recordMs, ...within);
  }
  const median = ends.toSorted((a, b) => a - b)[Math.floor((ends.length - 1) / 2)] ?? 0;
  return Math.max(recordMs, ...ends.filter((end) => end <= median * MAX_OF_MEDIAN));
}

function endOf({ offsetMs = 0, durationMs = 0 }: Times): number {
  return offsetMs + durationMs;
}

function isTime(ms: number | null | undefined): ms is number {
  return typeof ms === 'number' && Number.isFinite(ms) && ms >= 0;
}

/** Round times, at most `MAX_TICKS`: multiples of 1, 2 or 5. */
function ticksOf(totalMs: number): number[] {
  if (totalMs <= 0) {
    return [];
  }
  const least = totalMs / MAX_TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
  return Array.from({ length: Math.floor(totalMs / step) + 1 }, (_, index) => index * step);
}

/**
 * The bar of an attempt. What lasts still extends to the end of the axis. Null if the start is unknown or there is no axis.
 */
export function barOf({ offsetMs, durationMs, firstChunkMs }: Times, { totalMs }: TimeAxis): Bar | null {
  if (offsetMs === undefined || !Number.isFinite(offsetMs) || totalMs <= 0) {
    return null;
  }
  const lasts = durationMs === undefined || !Number.isFinite(durationMs);
  const endMs = lasts ? Math.max(totalMs, offsetMs) : offsetMs + Math.max(durationMs, 0);
  const startMs = clamped(offsetMs, totalMs);
  const lengthMs = clamped(endMs, totalMs) - startMs;
  return {
    start: startMs / totalMs,
    length: lengthMs / totalMs,
    untilFirstChunk: isTime(firstChunkMs) && lengthMs > 0 ? Math.min(firstChunkMs / lengthMs, 1) : null,
    cut: offsetMs < 0 || endMs > totalMs,
  };
}

function clamped(ms: number, totalMs: number): number {
  return Math.min(Math.max(ms, 0), totalMs);
}
