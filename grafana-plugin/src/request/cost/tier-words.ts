import { t } from '@grafana/i18n';
import type { Conditions, RecordedPrice, RecordedTier } from '@tokentrail/pricing/recorded';
import { formatCount, formatPer, formatUnitPrice } from '../../format.ts';
import { joined } from '../../record/record-view.ts';
import { visibleText } from '@tokentrail/records';

/** When a tier applies: "default tier, up to 128,000 input tokens". */
export function tierWords({ label, when }: RecordedTier): string {
  const conditions = Object.entries(when)
    .filter(([name, expected]) => !isOrdinary(name, expected))
    .map(([name, expected]) => conditionWords(name, expected));
  return (
    joined(', ', ...conditions) ?? (label === 'base' ? t('request.tier.every-call', 'every call') : visibleText(label))
  );
}

/** What a condition holds for unless a call says otherwise. */
function isOrdinary(name: string, expected: unknown): boolean {
  return (name === 'batch' && String(expected) === 'false') || (name === 'speed' && expected === 'standard');
}

function conditionWords(name: string, expected: unknown): string | null {
  switch (name) {
    case 'context':
      return contextWords(objectOf(expected));
    case 'tier':
      return t('request.tier.service-tier', '{{tier}} tier', { tier: valuesOf(expected), ...AS_IS });
    case 'batch':
      return t('request.tier.batch', 'batch');
    case 'date':
      return dateWords(objectOf(expected));
    case 'time': {
      const { window, days, tz } = objectOf(expected);
      return joined(' ', ...[window, days, tz].map((part) => (part === undefined ? null : valuesOf(part))));
    }
    default:
      return `${visibleText(name.replaceAll('_', ' '))} ${valuesOf(expected)}`;
  }
}

const AS_IS = { interpolation: { escapeValue: false } };

function contextWords(context: NonNullable<Conditions['context']>): string | null {
  const { gt, gte, lt, lte } = context;
  const count = (tokens: unknown) => ({ tokens: formatCount(Number(tokens)) });
  return joined(
    ', ',
    gt === undefined ? null : t('request.tier.above', 'above {{tokens}} input tokens', count(gt)),
    gte === undefined ? null : t('request.tier.from', 'from {{tokens}} input tokens', count(gte)),
    lt === undefined ? null : t('request.tier.below', 'below {{tokens}} input tokens', count(lt)),
    lte === undefined ? null : t('request.tier.up-to', 'up to {{tokens}} input tokens', count(lte)),
  );
}

function dateWords({ from, to }: NonNullable<Conditions['date']>): string | null {
  return joined(
    ' ',
    from === undefined ? null : t('request.tier.since', 'from {{date}}', { date: valuesOf(from), ...AS_IS }),
    to === undefined ? null : t('request.tier.until', 'before {{date}}', { date: valuesOf(to), ...AS_IS }),
  );
}

function objectOf(value: unknown): Readonly<Record<string, never>> {
  return (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, never>>;
}

/** "standard or default". The text comes from a price file. */
function valuesOf(expected: unknown): string {
  return [expected]
    .flat()
    .map((value) => visibleText(String(value)))
    .join(` ${t('request.tier.or', 'or')} `);
}

/** Stored entries have their meters in alphabetical order. */
export function inMeterOrder(prices: readonly RecordedPrice[]): RecordedPrice[] {
  const rank = ({ meter }: RecordedPrice) => {
    const at = METERS.findIndex((prefix) => meter.startsWith(prefix));
    return at === -1 ? METERS.length : at;
  };
  return prices.toSorted((a, b) => rank(a) - rank(b) || lifetimeOf(a) - lifetimeOf(b));
}

/** Beginnings of the names of token meters, in the order of a calculation. */
const METERS = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'];

/** Minutes that a cache write of this price lives: "cache_write:1h" is 60. 0 without a lifetime. */
function lifetimeOf({ meter }: RecordedPrice): number {
  const [, length, unit] = /:(\d+)([mh])$/.exec(meter) ?? [];
  return Number(length ?? 0) * (unit === 'h' ? 60 : 1);
}

/** A price as published: "$2.50 / 1M", "CNY 8 / 1M", "$0.36 / hour". */
export function priceText({ price, currency, per }: RecordedPrice): string {
  const amount = currency === 'USD' && isDecimal(price) ? formatUnitPrice(price) : `${currency} ${visibleText(price)}`;
  return `${amount} / ${perWord(per)}`;
}

function isDecimal(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/** A price per minute or hour is one of seconds. */
function perWord(per: number): string {
  switch (per) {
    case 60:
      return t('request.tier.minute', 'minute');
    case 3600:
      return t('request.tier.hour', 'hour');
    default:
      return formatPer(per);
  }
}
