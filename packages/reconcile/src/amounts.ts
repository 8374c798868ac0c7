import { parseDecimal, powerOfTen, type Decimal } from '@tokentrail/pricing/decimal';

const EXPONENT_TEXT = /^([-+]?[\d.]+)[eE]([-+]?\d{1,3})$/;
/** Exports have at most 30 decimals. Longer numbers are not amounts. */
const MAX_DIGITS = 60;

/** The number that a text of an export states exactly; null if it is none. Reads `1.5`, `.5`, `5.`, `+1`, `-1.2E-05`. */
export function readDecimal(text: string): Decimal | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_DIGITS) {
    return null;
  }
  const match = EXPONENT_TEXT.exec(trimmed);
  const mantissa = parseDecimal(plain(match?.[1] ?? trimmed));
  if (mantissa === null || match === null) {
    return mantissa;
  }
  return shift(mantissa, Number(match[2]));
}

function plain(text: string): string {
  const unsigned = text.startsWith('+') ? text.slice(1) : text;
  return unsigned.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
}

/** `value` × 10^`digits`. */
export function shift(value: Decimal, digits: number): Decimal {
  const scale = value.scale - digits;
  return scale >= 0 ? { units: value.units, scale } : { units: value.units * powerOfTen(-scale), scale: 0 };
}

export function ofInteger(value: bigint | number): Decimal {
  return { units: BigInt(value), scale: 0 };
}

export function usdOfNano(nano: bigint): Decimal {
  return { units: nano, scale: 9 };
}

export function absolute(value: Decimal): Decimal {
  return value.units < 0n ? { units: -value.units, scale: value.scale } : value;
}

/** The decimal with the fewest digits between two positive decimals, both included; the one nearest to their middle. */
export function shortestBetween(low: Decimal, high: Decimal): Decimal {
  for (let scale = 0; ; scale += 1) {
    const lowest = ceilTo(low, scale);
    const highest = floorTo(high, scale);
    if (lowest <= highest) {
      return { units: (lowest + highest) / 2n, scale };
    }
  }
}

function floorTo(value: Decimal, scale: number): bigint {
  return value.scale <= scale
    ? value.units * powerOfTen(scale - value.scale)
    : value.units / powerOfTen(value.scale - scale);
}

function ceilTo(value: Decimal, scale: number): bigint {
  const floor = floorTo(value, scale);
  const rest = value.scale > scale && value.units % powerOfTen(value.scale - scale) !== 0n;
  return rest ? floor + 1n : floor;
}
