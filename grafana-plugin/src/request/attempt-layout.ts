import type { Attempt } from '@tokentrail/records';

/** Where an attempt stands on the axis, in parts of its length (0 to 1). */
export interface Bar {
  start: number;
  length: number;
  /** Share of the bar before the first chunk; null where there was none. */
  untilFirstChunk: number | null;
}

export interface AttemptGroup {
  /** Null: no provider was told. */
  provider: string | null;
  /** A candidate that was skipped or never reached has no bar. */
  rows: { attempt: Attempt; bar: Bar | null }[];
}

export interface AttemptLayout {
  /** Length of the axis, milliseconds. */
  totalMs: number;
  groups: AttemptGroup[];
}

/** Attempts grouped by provider in the order of their first turn, all on one axis that starts with the record. */
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
  // A try that has not ended reaches to the end of what is known.
  const lengthMs = durationMs ?? Math.max(totalMs - offsetMs, 0);
  const untilFirstChunk =
    firstChunkMs === undefined || lengthMs === 0 ? null : Math.min(Math.max(firstChunkMs / lengthMs, 0), 1);
  return { start: offsetMs / totalMs, length: lengthMs / totalMs, untilFirstChunk };
}
