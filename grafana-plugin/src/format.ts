import { dateTimeFormat, type TimeZone } from '@grafana/data';
import { nanoToUsd } from '@tokentrail/records';

/** Shown for a value that was not reported, instead of 0 or an empty text. */
export const DASH = '–';

/** Kept, because `toLocaleString` creates one for each call, and a table has hundreds of counts. */
const COUNT_FORMAT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const NANO_PER_MS = 1_000_000n;

/** Rounded amount: "$412.07", "$0.0219", "$0.0000312". `nano` is an integer number of nano-USD as decimal digits. */
export function formatCost(nano: string): string {
  const usd = Number(nano) / 1e9;
  const sign = usd < 0 ? '-' : '';
  const magnitude = Math.abs(usd);
  if (magnitude === 0) {
    return '$0';
  }
  if (magnitude >= 1) {
    return `${sign}$${magnitude.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  }
  if (magnitude >= 0.01) {
    return `${sign}$${trimZeros(magnitude.toFixed(4), 2)}`;
  }
  const decimals = 2 - Math.floor(Math.log10(magnitude));
  return `${sign}$${trimZeros(magnitude.toFixed(Math.min(decimals, 9)), 2)}`;
}

/** The exact amount, without rounding: "$0.0219". */
export function formatExactCost(nano: string): string {
  const usd = nanoToUsd(nano);
  return usd.startsWith('-') ? `-$${usd.slice(1)}` : `$${usd}`;
}

/** "826", "8,100", "12.3k", "1.20M". */
export function formatTokens(count: number): string {
  if (count < 10_000) {
    return formatCount(count);
  }
  return count < 999_950 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1e6).toFixed(2)}M`;
}

/** Integer with thousands separators: "1,204,331". */
export function formatCount(count: number): string {
  return COUNT_FORMAT.format(count);
}

/** "312 ms", "2.41 s", "3 min 12 s", "1 h 4 min". */
export function formatDuration(ms: number): string {
  if (ms < 999.5) {
    return `${ms < 1 ? trimZeros(ms.toFixed(2), 0) : Math.round(ms)} ms`;
  }
  if (ms < 59_995) {
    return `${(ms / 1000).toFixed(2)} s`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "22 Nov 14:32:10.412" in `timeZone`. `startUnixNano` is Unix time in nanoseconds as decimal digits. */
export function formatTime(startUnixNano: string, timeZone: TimeZone): string {
  return dateTimeFormat(unixMs(startUnixNano), { timeZone, format: 'DD MMM HH:mm:ss.SSS' });
}

/** The same time with year and UTC offset, for tooltips. */
export function formatFullTime(startUnixNano: string, timeZone: TimeZone): string {
  return dateTimeFormat(unixMs(startUnixNano), { timeZone, format: 'YYYY-MM-DD HH:mm:ss.SSS Z' });
}

/** Converts Unix nanoseconds to whole Unix milliseconds, rounded down. */
export function unixMs(startUnixNano: string): number {
  return Number(BigInt(startUnixNano) / NANO_PER_MS);
}

/** Percentage such as "2.1 %"; a dash when `total` is 0. */
export function formatShare(part: number, total: number): string {
  return total === 0 ? DASH : `${((part / total) * 100).toFixed(1)} %`;
}

/** Removes trailing zeros of the fraction but keeps at least `minDecimals` decimals. */
function trimZeros(decimal: string, minDecimals: number): string {
  const [integer = '', fraction = ''] = decimal.split('.');
  const trimmed = fraction.replace(/0+$/, '').padEnd(minDecimals, '0');
  return trimmed === '' ? integer : `${integer}.${trimmed}`;
}

/** Exact decimal number of USD, without rounding: "2.50" → "$2.50", "0.00738" → "$0.00738". */
export function formatUsd(usd: string): string {
  const sign = usd.startsWith('-') ? '-' : '';
  return `${sign}$${trimZeros(usd.replace(/^-/, ''), 2)}`;
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
  const [integer = '', fraction] = quantity.split('.');
  const grouped = integer.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
