import { nanoToUsd } from '@tokentrail/records';
import { decimal, divideHalfEven, formatDecimal, powerOfTen, times } from './decimal.ts';

/** An amount in another unit than it was billed in: for show, and marked as that. */
export interface Conversion {
  /** A decimal. */
  amount: string;
  unit: string;
  /** So many of the unit for one USD. */
  perUsd: string;
  /** Day of the rate; null where it is a convention. */
  rateOf: string | null;
}

const QUOTA_PER_USD = 500_000;

/** Quota units, exact: 500,000 are $1 unless told otherwise. */
export function toQuota(nanoUsd: bigint, perUsd = QUOTA_PER_USD): Conversion {
  const amount = formatDecimal(times(decimal(nanoToUsd(nanoUsd)), decimal(String(perUsd))));
  return { amount, unit: 'quota', perUsd: String(perUsd), rateOf: null };
}

/** Another currency, to nine places, half to even. `perUsd`: how much of it is one USD, a decimal; `rateOf`: its day. */
export function toCurrency(nanoUsd: bigint, currency: string, perUsd: string, rateOf: string): Conversion {
  const exact = times(decimal(nanoToUsd(nanoUsd)), decimal(perUsd));
  const surplus = exact.scale - PLACES;
  const rounded = surplus <= 0 ? exact : { units: divideHalfEven(exact.units, powerOfTen(surplus)), scale: PLACES };
  return { amount: formatDecimal(rounded), unit: currency, perUsd, rateOf };
}

const PLACES = 9;
