import { costDecimals, costSumDecimals, nanoToUsd } from '@tokentrail/records';
import type { AmountTotal, TimeRange } from '@tokentrail/usage-store';
import { DateTime } from 'luxon';

/** Shown for a value that was not reported or is not known, as on the pages. */
export const DASH = '—';

const LOCALE = 'en-US';

function usd(nano: string, decimals: number): string {
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    // A decimal text is formatted exactly, without the rounding of a number.
  }).format(nanoToUsd(nano) as `${number}`);
}

/** Amount of one record: at least four decimals. */
export function formatCost(nano: string): string {
  return usd(nano, costDecimals(BigInt(nano)));
}

/**
 * Sum of amounts: two decimals from $1 on, otherwise as `formatCost`. With unknown ones it is a lower bound: "≥ $1.20"; a dash if
 * nothing of it is known.
 */
export function formatSum({ nanoUsd, unknown }: AmountTotal): string {
  if (isUnknown({ nanoUsd, unknown })) {
    return DASH;
  }
  const sum = usd(nanoUsd, costSumDecimals(BigInt(nanoUsd)));
  return unknown === 0 ? sum : `≥ ${sum}`;
}

/** True if an amount is unknown and the known ones are no more than $0. */
export function isUnknown({ nanoUsd, unknown }: AmountTotal): boolean {
  return unknown > 0 && BigInt(nanoUsd) === 0n;
}

/** Integer with thousands separators. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 }).format(count);
}

/** A count in little room: "826", "1.2K". */
export function formatShortCount(count: number): string {
  if (count < 1000) {
    return formatCount(count);
  }
  return new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumSignificantDigits: 2 }).format(count);
}

/** "1 call", "1,204 calls". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Percentage with one decimal; a dash when `total` is 0. */
export function formatShare(part: number, total: number): string {
  return total === 0 ? DASH : percent(part / total);
}

function percent(share: number, signDisplay: 'auto' | 'exceptZero' = 'auto'): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALE, { style: 'percent', signDisplay, ...digits }).format(share);
}

/** Change with its sign: "+12.3%"; a dash when `before` is 0. */
export function formatChange(now: number, before: number): string {
  return before === 0 ? DASH : percent(now / before - 1, 'exceptZero');
}

/** Change of a sum. With unknown costs it is the change of those that are known: "≈ +12.3%". */
export function formatSumChange(now: AmountTotal, before: AmountTotal): string {
  const change = formatChange(Number(now.nanoUsd), Number(before.nanoUsd));
  return change !== DASH && now.unknown + before.unknown > 0 ? `≈ ${change}` : change;
}

/** Duration with three digits: "312 ms", "2.41 s", "3.20 mins". */
export function formatDuration(ms: number): string {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  const [value, unit] =
    ms < 60_000 ? [ms / 1000, 's'] : ms < 3_600_000 ? [ms / 60_000, 'mins'] : [ms / 3_600_000, 'hours'];
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
}

/** A period as people name it: "November 2026", "Nov 1 – 7, 2026", or with times of the day. */
export function formatRange({ fromMs, toMs }: TimeRange, zone: string): string {
  const [from, to] = [DateTime.fromMillis(fromMs, { zone }), DateTime.fromMillis(toMs, { zone })];
  const isStartOf = (unit: 'day' | 'month') => [from, to].every((time) => +time.startOf(unit) === +time);
  if (isStartOf('month') && +from.plus({ month: 1 }) === +to) {
    return from.toLocaleString({ month: 'long', year: 'numeric' }, { locale: LOCALE });
  }
  const day = { year: 'numeric', month: 'short', day: 'numeric', timeZone: zone } as const;
  const clock = isStartOf('day') ? {} : ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const);
  const last = isStartOf('day') ? toMs - 1 : toMs;
  return new Intl.DateTimeFormat(LOCALE, { ...day, ...clock }).formatRange(fromMs, last);
}

/** The start of a bar: "Nov 3, 14:00" of an hour, "Nov 2026" of a month, else the day: "Nov 3". */
export function formatBucket(ms: number, unit: string, zone: string): string {
  return unit === 'hour'
    ? formatMoment(ms, zone)
    : DateTime.fromMillis(ms, { zone, locale: LOCALE }).toFormat(unit === 'month' ? 'LLL yyyy' : 'LLL d');
}

/** Day and minute of a time within the period: "Dec 1, 08:00". */
export function formatMoment(ms: number, zone: string): string {
  return DateTime.fromMillis(ms, { zone, locale: LOCALE }).toFormat('LLL d, HH:mm');
}

/** Day, time and zone: "Dec 1, 2026, 08:00 UTC". */
export function formatTime(ms: number, zone: string): string {
  return DateTime.fromMillis(ms, { zone, locale: LOCALE }).toFormat('LLL d, yyyy, HH:mm ZZZZ');
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** `weekday`: 1 is Monday. */
export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday - 1] ?? '';
}

/** "14:00". */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
