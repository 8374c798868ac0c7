import { dateTimeFormat, type TimeZone } from '@grafana/data';
import { nanoToUsd } from '@tokentrail/records';

/** Stands where a value was not reported. Never 0, never empty. */
export const DASH = '–';

const NANO_PER_MS = 1_000_000n;

/** An amount to read at a glance: "$412.07", "$0.0219", "$0.0000312". `nano` is an integer of nano-USD in digits. */
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

/** The same amount without rounding: "$0.0219". */
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

/** A whole number with separators: "1,204,331". */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
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

/** "22 Nov 14:32:10.412", in the zone the user chose. `startUnixNano` is unix nanoseconds in digits. */
export function formatTime(startUnixNano: string, timeZone: TimeZone): string {
  return dateTimeFormat(unixMs(startUnixNano), { timeZone, format: 'DD MMM HH:mm:ss.SSS' });
}

/** The same moment with year and zone, for a title. */
export function formatFullTime(startUnixNano: string, timeZone: TimeZone): string {
  return dateTimeFormat(unixMs(startUnixNano), { timeZone, format: 'YYYY-MM-DD HH:mm:ss.SSS Z' });
}

/** Unix milliseconds, whole ones. */
export function unixMs(startUnixNano: string): number {
  return Number(BigInt(startUnixNano) / NANO_PER_MS);
}

/** A share as "2.1 %"; of nothing there is none. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? DASH : `${((part / whole) * 100).toFixed(1)} %`;
}

function trimZeros(decimal: string, keep: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const trimmed = fraction.replace(/0+$/, '').padEnd(keep, '0');
  return trimmed === '' ? whole : `${whole}.${trimmed}`;
}

/** An exact decimal of USD as it came: "2.50" → "$2.50", "0.00738" → "$0.00738". */
export function formatUsd(usd: string): string {
  const sign = usd.startsWith('-') ? '-' : '';
  return `${sign}$${trimZeros(usd.replace(/^-/, ''), 2)}`;
}

/** What a unit price is for: "1M", "1k", "1". */
export function formatPer(units: number): string {
  if (units >= 1e6 && units % 1e6 === 0) {
    return `${units / 1e6}M`;
  }
  return units >= 1000 && units % 1000 === 0 ? `${units / 1000}k` : String(units);
}

/** A decimal quantity with separators, digits as they came: "12000.5" → "12,000.5". */
export function formatQuantity(quantity: string): string {
  const [whole = '', fraction] = quantity.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
