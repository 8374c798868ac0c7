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
