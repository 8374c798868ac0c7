import type { TimeZone } from '@grafana/data';
import type { TimeRange } from '@tokentrail/usage-store';
import { useMemo } from 'react';
import { isSameDay } from '../../format.ts';
import type { ColumnOptions } from './column.ts';

const DAY_MS = 86_400_000;
const NANO_PER_MS = 1_000_000n;

/** Options of the columns for the records of `range`; null before there are any. */
export function useColumnOptions(
  range: TimeRange | null,
  timeZone: TimeZone,
  quotaPerUsd: number | null,
): ColumnOptions {
  const severalDays = range !== null && !isSameDay(range.fromMs, range.toMs - 1, timeZone);
  // A relative range moves on with each refresh. Its day decides how wide a time is.
  const oldestDay = severalDays ? Math.floor(range.fromMs / DAY_MS) * DAY_MS : null;
  return useMemo(
    () => ({
      severalDays,
      oldest: oldestDay === null ? null : (BigInt(oldestDay) * NANO_PER_MS).toString(),
      quotaPerUsd,
    }),
    [severalDays, oldestDay, quotaPerUsd],
  );
}
