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

function timeOf(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const time = count === undefined ? Date.parse(text) : now - Number(count) * (UNIT_MS[unit] ?? NaN);
  if (Number.isNaN(time)) {
    throw new UserError(`${text} is no time: write 2026-11-01, 2026-11-01T08:00:00Z, 90m, 24h or 7d`);
  }
  return time;
}
