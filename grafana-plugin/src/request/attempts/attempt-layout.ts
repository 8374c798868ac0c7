import type { Attempt } from '@tokentrail/records';

/** Position of an attempt on the time axis, as fractions of the axis length (0 to 1). */
export interface Bar {
  start: number;
  length: number;
  /** Fraction of the bar before the first chunk; null without a first chunk. */
  untilFirstChunk: number | null;
}

export interface AttemptGroup {
  /** Null if no provider was reported. */
  provider: string | null;
  /** Skipped candidates and those that were not reached have no bar. */
  rows: { attempt: Attempt; bar: Bar | null }[];
}

export interface AttemptLayout {
  /** Length of the axis in milliseconds. */
  totalMs: number;
  groups: AttemptGroup[];
}

/** Groups attempts by provider, in order of first use, on one time axis that starts with the record. */
export function layOutAttempts(attempts: readonly Attempt[], recordMs: number | null): AttemptLayout {
  const ends = attempts.map(({ offsetMs, durationMs }) => (offsetMs ?? 0) + (durationMs ?? 0));
  const totalMs = Math.max(recordMs ?? 0, ...ends);
  const groups: AttemptGroup[] = [];
  for (const attempt of attempts) {
    const provider = attempt.provider ?? null;
    let group = groups.find((known) => known.provider === provider);
    if (!group) {
      group = { provider, rows: [] };
      groups.push(group);
    }
    group.rows.push({ attempt, bar: barOf(attempt, totalMs) });
  }
  return { totalMs, groups };
}

function barOf({ offsetMs, durationMs, firstChunkMs }: Attempt, totalMs: number): Bar | null {
  if (offsetMs === undefined || totalMs === 0) {
    return null;
  }
  // A running attempt extends to the end of the axis.
  const lengthMs = durationMs ?? Math.max(totalMs - offsetMs, 0);
  const untilFirstChunk =
    firstChunkMs === undefined || lengthMs === 0 ? null : Math.min(Math.max(firstChunkMs / lengthMs, 0), 1);
  return { start: offsetMs / totalMs, length: lengthMs / totalMs, untilFirstChunk };
}
