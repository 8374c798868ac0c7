import type { TimeRange } from '@tokentrail/usage-store';
import { UserError } from './fail.ts';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Parses the range of the options `--from` and `--to`. Each is a time (`2026-11-01`, `2026-11-01T08:00:00Z`) or a duration
 * before `now` (`90m`, `24h`, `7d`). Default: the last 24 hours.
 * @param now unix ms
 * @throws UserError if one of them cannot be read or the range is empty.
 */
export function rangeOf(from: string | undefined, to: string | undefined, now: number): TimeRange {
  const range = { fromMs: timeOf(from ?? '24h', now), toMs: to === undefined ? now : timeOf(to, now) };
  if (range.fromMs >= range.toMs) {
    throw new UserError('the range is empty: --from must be before --to');
  }
  return range;
}

/**
 * The range of a calendar month in UTC, such as `2026-10`.
 * @throws UserError if it cannot be read.
 */
export function monthRange(month: string): TimeRange {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined || number === undefined) {
    throw new UserError(`${month} is no month: write a year and a month, such as 2026-10`);
  }
  return { fromMs: Date.UTC(Number(year), Number(number) - 1), toMs: Date.UTC(Number(year), Number(number)) };
}

/** The parts of a range that lie in one calendar month of UTC each, oldest first. */
export function monthsOf({ fromMs, toMs }: TimeRange): TimeRange[] {
  const months: TimeRange[] = [];
  for (let from = fromMs; from < toMs;) {
    const date = new Date(from);
    const to = Math.min(toMs, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1));
    months.push({ fromMs: from, toMs: to });
    from = to;
  }
  return months;
}

/** The time of a duration before `now` (`90m`, `24h`, `7d`), unix ms. Undefined for any other text. */
export function timeBefore(now: number, text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : now - Number(count) * (UNIT_MS[unit] ?? NaN);
}

function timeOf(text: string, now: number): number {
  const time = timeBefore(now, text) ?? Date.parse(text);
  if (Number.isNaN(time)) {
    throw new UserError(`${text} is no time: write 2026-11-01, 2026-11-01T08:00:00Z, 90m, 24h or 7d`);
  }
  return time;
}
