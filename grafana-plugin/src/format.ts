import { formattedValueToString, getValueFormat, type FormattedValue, type TimeZone } from '@grafana/data';
import { costDecimals, costSumDecimals, nanoToUsd } from '@tokentrail/records';
import { agoFormat, numberFormat, timeFormat, zoneOf } from './intl-formats.ts';

/** Shown for a value that was not reported or is not known, instead of 0 or an empty text. */
export const DASH = '—';

const MINUTE_MS = 60_000;
const NANO_PER_MS = 1_000_000n;
/** More decimals than a nano-dollar has do not exist. */
const NANO_DECIMALS = 9;
/** Digits after the decimal separator that `Intl` can show at most. */
const MAX_DECIMALS = 20;

function usd(nano: bigint, digits: Intl.NumberFormatOptions): string {
  // A decimal text is formatted exactly, without the rounding of a number.
  const amount = nanoToUsd(nano) as `${number}`;
  return numberFormat({ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', ...digits }).format(
    amount,
  );
}

function withDecimals(decimals: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

/**
 * Amount of one record, rounded half up: four decimals, and below $0.01 three significant digits: "$412.0700",
 * "$0.0219", "$0.0000312", "$0.0000". `nano` is an integer number of nano-USD as decimal digits.
 */
export function formatCost(nano: string): string {
  const amount = BigInt(nano);
  return usd(amount, withDecimals(costDecimals(amount)));
}

/** Sum of amounts: two decimals from $1 on, otherwise as `formatCost`: "$412.07", "$0.0219". */
export function formatCostSum(nano: string): string {
  const amount = BigInt(nano);
  return usd(amount, withDecimals(costSumDecimals(amount)));
}

/** The exact amount, without rounding: "$0.021904". */
export function formatExactCost(nano: string): string {
  return usd(BigInt(nano), { minimumFractionDigits: 4, maximumFractionDigits: NANO_DECIMALS });
}

/** Exact unit price in USD, a decimal number: "2.5" → "$2.50", "0.00738" → "$0.00738". */
export function formatUnitPrice(usdPerUnit: string): string {
  return exactUsd(usdPerUnit, 2);
}

/** Exact amount in USD, a decimal number: "0.01" → "$0.0100", "0.00738" → "$0.00738". */
export function formatUsd(amount: string): string {
  return exactUsd(amount, 4);
}

function exactUsd(amount: string, minimumFractionDigits: number): string {
  return numberFormat({
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits,
    maximumFractionDigits: MAX_DECIMALS,
  }).format(amount as `${number}`);
}

/** Short form of a large count by Grafana's unit "short": "826", "12.7 K", "4.50 Bil". */
export function formatTokens(count: number): string {
  return byGrafana('short', count);
}

/** Rate by Grafana's unit "short", with decimals: "0.430", "61.2", "182 K". */
export function formatRate(rate: number): string {
  return byGrafana('short', rate);
}

/** A length of time in minutes, with at most two decimals: "10,080", "0.17". */
export function formatMinutes(ms: number): string {
  return numberFormat({ maximumFractionDigits: 2 }).format(ms / MINUTE_MS);
}

/** Integer with the thousands separators of the user's locale: "1,204,331". */
export function formatCount(count: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(count);
}

/** Duration by Grafana's unit "ms": "312 ms", "2.41 s", "3.20 mins". */
export function formatDuration(ms: number): string {
  return byGrafana('ms', ms);
}

/** Size by Grafana's unit "bytes", with powers of 1024: "512 MiB". */
export function formatBytes(bytes: number): string {
  return byGrafana('bytes', bytes);
}

function byGrafana(unit: string, value: number): string {
  const formatted = getValueFormat(unit)(value);
  return formattedValueToString({ ...formatted, text: inLocale(formatted) });
}

/** Grafana's formats of units write a decimal point in every locale. */
function inLocale({ text }: FormattedValue): string {
  return text.includes('.') ? text.replace('.', decimalSeparator()) : text;
}

function decimalSeparator(): string {
  const parts = numberFormat({ minimumFractionDigits: 1 }).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

/** Percentage with one decimal, such as "2.1%"; a dash when `total` is 0. */
export function formatShare(part: number, total: number): string {
  return total === 0 ? DASH : numberFormat({ style: 'percent', ...withDecimals(1) }).format(part / total);
}

/** Change as a percentage with its sign: "+12.3%", "-4.0%", "0.0%"; a dash when `before` is 0. */
export function formatChange(now: number, before: number): string {
  return before === 0
    ? DASH
    : numberFormat({ style: 'percent', signDisplay: 'exceptZero', ...withDecimals(1) }).format(now / before - 1);
}

/** Amount in USD at a tick of an axis, by Grafana's unit: "$150", "$1.50 K". */
export function formatUsdTick(amount: number): string {
  return byGrafana('currencyUSD', amount);
}

/** Share at a tick of an axis, by Grafana's unit: "2.50%". */
export function formatShareTick(share: number): string {
  return byGrafana('percentunit', share);
}

/**
 * Time of a row, in the order of the user's locale. Among rows of one day "14:32:10.412"; among rows of several days
 * "Nov 22, 14:32:10", with the year unless it is the current one. `startUnixNano` is Unix time in nanoseconds as decimal
 * digits.
 */
export function formatTime(startUnixNano: string, timeZone: TimeZone, withDay: boolean): string {
  return withDay
    ? formatDay(startUnixNano, timeZone, CLOCK)
    : timeFormat({ timeZone: zoneOf(timeZone), ...CLOCK, ...MILLISECONDS }).format(unixMs(startUnixNano));
}

/** Time of the day, to the second: "14:32:10". */
export function formatClock(startUnixNano: string, timeZone: TimeZone): string {
  return timeFormat({ timeZone: zoneOf(timeZone), ...CLOCK }).format(unixMs(startUnixNano));
}

/** "Nov 22" in `timeZone`, with the year unless it is the current one, and with the parts of `clock`. */
export function formatDay(startUnixNano: string, timeZone: TimeZone, clock: Intl.DateTimeFormatOptions = {}): string {
  const ms = unixMs(startUnixNano);
  const yearOf = (at: number) => timeFormat({ timeZone: zoneOf(timeZone), year: 'numeric' }).format(at);
  return timeFormat({
    timeZone: zoneOf(timeZone),
    ...(yearOf(ms) !== yearOf(Date.now()) && { year: 'numeric' }),
    ...DAY,
    ...clock,
  }).format(ms);
}

/** Day, time, year and UTC offset, for tooltips: "Nov 22, 2026, 14:32:10.412 GMT+00:00". */
export function formatFullTime(startUnixNano: string, timeZone: TimeZone): string {
  return timeFormat({
    timeZone: zoneOf(timeZone),
    year: 'numeric',
    ...DAY,
    ...CLOCK,
    ...MILLISECONDS,
    timeZoneName: 'longOffset',
  }).format(unixMs(startUnixNano));
}

/** Whether two times are of the same day in `timeZone`. Unix ms. */
export function isSameDay(a: number, b: number, timeZone: TimeZone): boolean {
  const dayOf = timeFormat({ timeZone: zoneOf(timeZone), dateStyle: 'short' });
  return dayOf.format(a) === dayOf.format(b);
}

/**
 * A time span in `timeZone` by the user's locale, without what both ends share: "Nov 22, 14:00 – 16:00". As exact as its
 * length requires: to the minute, below an hour to the second, below a minute to the millisecond.
 */
export function formatTimeSpan(fromMs: number, toMs: number, timeZone: TimeZone): string {
  const length = toMs - fromMs;
  const yearOf = (at: number) => timeFormat({ timeZone: zoneOf(timeZone), year: 'numeric' }).format(at);
  return timeFormat({
    timeZone: zoneOf(timeZone),
    ...(yearOf(fromMs) !== yearOf(Date.now()) && { year: 'numeric' }),
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    ...(length < 60 * MINUTE_MS && { second: '2-digit' }),
    ...(length < MINUTE_MS && { fractionalSecondDigits: 3 }),
    hourCycle: 'h23',
  }).formatRange(fromMs, toMs);
}

/** A day of the week in the user's locale: "Mon", or "Monday". `weekday`: 1 is Monday, 7 is Sunday. */
export function formatWeekday(weekday: number, length: 'short' | 'long'): string {
  // 1 January 2024 is a Monday.
  return timeFormat({ timeZone: 'UTC', weekday: length }).format(Date.UTC(2024, 0, weekday));
}

/** A full hour of the day: "14:00". `hour`: 0 to 24. */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A month in the user's locale: "November 2026". */
export function formatMonth(ms: number, timeZone: TimeZone): string {
  return timeFormat({ timeZone: zoneOf(timeZone), month: 'long', year: 'numeric' }).format(ms);
}

/** Name of a zone as people and stores know it: "Europe/Berlin", "UTC". That of the browser is one of these. */
export function zoneName(timeZone: TimeZone): string {
  return timeFormat({ timeZone: zoneOf(timeZone) }).resolvedOptions().timeZone;
}

/** How long ago something happened, in the user's locale, in the largest whole unit: "4s ago", "3h ago". */
export function formatAgo(ms: number): string {
  const [unit, length] = AGO_UNITS.find(([, unitMs]) => ms >= unitMs) ?? (['second', 1000] as const);
  return agoFormat().format(-Math.floor(Math.max(ms, 0) / length), unit);
}

const AGO_UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE_MS],
  ['second', 1000],
] as const;

const DAY: Intl.DateTimeFormatOptions = { month: 'short', day: '2-digit' };

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  // As Grafana's own dates, in every locale.
  hourCycle: 'h23',
};

const MILLISECONDS: Intl.DateTimeFormatOptions = { fractionalSecondDigits: 3 };

/** Converts Unix nanoseconds to whole Unix milliseconds, rounded down. */
export function unixMs(startUnixNano: string): number {
  return Number(BigInt(startUnixNano) / NANO_PER_MS);
}

/** Number of units that a unit price covers: "1M", "1k", "1". */
export function formatPer(units: number): string {
  if (units >= 1e6 && units % 1e6 === 0) {
    return `${units / 1e6}M`;
  }
  return units >= 1000 && units % 1000 === 0 ? `${units / 1000}k` : String(units);
}

/** Decimal quantity with thousands separators, without rounding: "12000.5" → "12,000.5". */
export function formatQuantity(quantity: string): string {
  return numberFormat({ maximumFractionDigits: MAX_DECIMALS }).format(quantity as `${number}`);
}
