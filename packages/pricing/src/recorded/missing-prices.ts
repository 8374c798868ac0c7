import type { Attempt, UsageRecord } from '@tokentrail/records';
import { alternativeOf, isMeasure, isTokenMeter } from '../meter-names.ts';
import type { RecordedEntry } from './price-entry.ts';

/** What is known of the usage of a call without a price. */
export interface UnpricedCall {
  record: Pick<UsageRecord, 'inputTokens' | 'outputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'>;
  /** The attempt that the call is priced by; null if the reader may not see attempts. */
  attempt: Pick<Attempt, 'meters' | 'units'> | null;
}

/** Billed with the output unless a price is stated. */
const INHERITED = 'reasoning';

/**
 * The meters that the call used and `entry` has no price for in any of its tiers, in the order of the usage. Without an entry all
 * that it used. Empty if every used meter has a price, so that only the conditions of the tiers do not hold.
 */
export function missingPrices(call: UnpricedCall, entry: RecordedEntry | null): string[] {
  const priced = new Set(entry?.tiers.flatMap(({ prices }) => prices.map(({ meter }) => meter)) ?? []);
  const covers = (meter: string) => priced.has(meter) || priced.has(alternativeOf(meter) ?? meter);
  const inherits = new Set([INHERITED, ...(entry?.inherits ?? [])]);
  // An entry without prices for tokens bills only units.
  const byTokens = priced.size === 0 || [...priced].some(isTokenMeter);
  return usedMeters(call).filter(
    (meter) => !covers(meter) && !inherits.has(meter) && (byTokens || !isTokenMeter(meter)),
  );
}

/**
 * Meters with a count above 0. Parts that have a price of their own by lifetime replace their sum: writing to a cache for five
 * minutes and for an hour are two prices.
 */
function usedMeters({ record, attempt }: UnpricedCall): string[] {
  const counts = attempt?.meters === undefined ? countsOf(record) : attempt.meters;
  const used = Object.entries({ ...counts, ...withoutMeasures(counts, attempt?.units ?? {}) })
    .filter(([meter, count]) => count > 0 && meter !== 'request')
    .map(([meter]) => meter);
  return used.filter((meter) => !used.some((other) => other.startsWith(`${meter}:`)));
}

function countsOf(record: UnpricedCall['record']): Record<string, number> {
  return {
    input: record.inputTokens ?? 0,
    cache_read: record.cacheReadTokens ?? 0,
    cache_write: record.cacheWriteTokens ?? 0,
    output: record.outputTokens ?? 0,
  };
}

/** Images, seconds and the like measure what tokens measure too: they need no price if there are tokens. */
function withoutMeasures(
  counts: Readonly<Record<string, number>>,
  units: Readonly<Record<string, number>>,
): Record<string, number> {
  const hasTokens = Object.values(counts).some((count) => count > 0);
  return Object.fromEntries(Object.entries(units).filter(([meter]) => !hasTokens || !isMeasure(meter)));
}
