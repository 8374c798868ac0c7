import { nanoToUsd } from '@tokentrail/records';
import { decimal, divideHalfEven, formatDecimal, powerOfTen, times } from './decimal.ts';

/** An amount converted to another unit, for display; it carries the rate used. */
export interface Conversion {
  /** A decimal. */
  amount: string;
  unit: string;
  /** How many units equal one USD. */
  perUsd: string;
  /** Date of the rate; null for a fixed convention. */
  rateOf: string | null;
}

const QUOTA_PER_USD = 500_000;

/** Converts to quota units, exactly; 500,000 equal $1 by default. */
export function toQuota(nanoUsd: bigint, perUsd = QUOTA_PER_USD): Conversion {
  const amount = formatDecimal(times(decimal(nanoToUsd(nanoUsd)), decimal(String(perUsd))));
  return { amount, unit: 'quota', perUsd: String(perUsd), rateOf: null };
}

/**
 * Converts to another currency, rounded half to even to nine decimal places. `perUsd`: units per USD, a decimal;
 * `rateOf`: date of that rate.
 */
export function toCurrency(nanoUsd: bigint, currency: string, perUsd: string, rateOf: string): Conversion {
  const exact = times(decimal(nanoToUsd(nanoUsd)), decimal(perUsd));
  const surplus = exact.scale - SCALE;
  const rounded = surplus <= 0 ? exact : { units: divideHalfEven(exact.units, powerOfTen(surplus)), scale: SCALE };
  return { amount: formatDecimal(rounded), unit: currency, perUsd, rateOf };
}

const SCALE = 9;
