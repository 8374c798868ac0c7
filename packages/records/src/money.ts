const NANO_PER_USD = 1_000_000_000n;

/** Formats nano-USD (an integer in decimal digits) as an exact decimal of USD: "21900000" → "0.0219". */
export function nanoToUsd(nano: string | bigint): string {
  const value = BigInt(nano);
  const number = Number(value);
  // Exact for safe integers, and several times faster than BigInt arithmetic.
  if (Number.isSafeInteger(number) && number >= 0) {
    const fraction = number % 1e9;
    const whole = String((number - fraction) / 1e9);
    return fraction === 0 ? whole : `${whole}.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`;
  }
  const sign = value < 0n ? '-' : '';
  const magnitude = value < 0n ? -value : value;
  const fraction = (magnitude % NANO_PER_USD).toString().padStart(9, '0').replace(/0+$/, '');
  return `${sign}${magnitude / NANO_PER_USD}${fraction && `.${fraction}`}`;
}

const NANO_PER_CENT = 10_000_000n;
/** More decimals than a nano-dollar has do not exist. */
const NANO_DECIMALS = 9;

/**
 * Number of decimals that an amount of one record is shown with: four, and below $0.01 as many as three significant digits need.
 *
 * @param nano integer of nano-USD
 */
export function costDecimals(nano: bigint): number {
  const magnitude = magnitudeOf(nano);
  if (magnitude === 0n || magnitude >= NANO_PER_CENT) {
    return 4;
  }
  // One nano-dollar has one digit, so its first significant digit is the ninth decimal.
  const decimals = Math.min(NANO_DECIMALS + 3 - magnitude.toString().length, NANO_DECIMALS);
  return rounded(magnitude, decimals) >= NANO_PER_CENT ? 4 : decimals;
}

/** Number of decimals that a sum of amounts is shown with: two from $1 on, otherwise as `costDecimals`. */
export function costSumDecimals(nano: bigint): number {
  return rounded(magnitudeOf(nano), 4) >= NANO_PER_USD ? 2 : costDecimals(nano);
}

function magnitudeOf(nano: bigint): bigint {
  return nano < 0n ? -nano : nano;
}

/** `magnitude` rounded half up to `decimals` decimals of a USD. */
function rounded(magnitude: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(NANO_DECIMALS - decimals);
  return ((magnitude + step / 2n) / step) * step;
}
