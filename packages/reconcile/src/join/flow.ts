import { magnitude } from './cell.ts';

/** What moves over each midnight of a series of days. Edge i lies before day i; the last edge lies behind the last day. */
export interface Flow {
  /** The export minus the ledger, by day. */
  rest: readonly bigint[];
  /** How far each of these may be from the true one. */
  slack: readonly bigint[];
  /** At most what moves over each edge to the day before it, and to the day after it. */
  backward: readonly bigint[];
  forward: readonly bigint[];
}

/**
 * The days whose rest is accounted for by what moves over their two edges. What moves over an edge is an interval, bounded by the
 * evidence; each day narrows it. A day for which no amount is possible is left out, and the next edge starts again.
 */
export function flowOver({ rest, slack, backward, forward }: Flow): boolean[] {
  let low = -(backward[0] ?? 0n);
  let high = forward[0] ?? 0n;
  return rest.map((difference, day) => {
    const room = slack[day] ?? 0n;
    const lowest = -(backward[day + 1] ?? 0n);
    const highest = forward[day + 1] ?? 0n;
    const nextLow = larger(low - difference - room, lowest);
    const nextHigh = -larger(-(high - difference + room), -highest);
    const isPossible = nextLow <= nextHigh;
    low = isPossible ? nextLow : lowest;
    high = isPossible ? nextHigh : highest;
    return isPossible;
  });
}

/** Days from the one that lacks usage to the one at which it has arrived, as indexes. */
export interface Segment {
  start: number;
  end: number;
}

/** Usage that is counted later than this is not recognised as late. */
const MAX_DAYS_LATE = 3;

/**
 * For each day the segment that it belongs to: it starts with a negative rest, the sum stays negative, and it comes back to 0 within
 * three days.
 */
export function lateSegments(rest: readonly bigint[], slack: readonly bigint[]): (Segment | undefined)[] {
  const segments: (Segment | undefined)[] = rest.map(() => undefined);
  for (let start = 0; start < rest.length; start += 1) {
    const end = endOfSegment(rest, slack, start);
    if (end !== null) {
      segments.fill({ start, end }, start, end + 1);
      start = end;
    }
  }
  return segments;
}

function endOfSegment(rest: readonly bigint[], slack: readonly bigint[], start: number): number | null {
  let sum = 0n;
  let room = 0n;
  for (let day = start; day <= start + MAX_DAYS_LATE && day < rest.length; day += 1) {
    sum += rest[day] ?? 0n;
    room += slack[day] ?? 0n;
    if (day > start && magnitude(sum) <= room) {
      return day;
    }
    if (sum >= -room) {
      return null;
    }
  }
  return null;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
