/**
 * An exact decimal: `units` × 10^-`scale`. Money is only added and multiplied, then rounded once at the end; the only
 * divisors in that arithmetic are powers of ten.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL_TEXT = /^(-?)(\d+)(?:\.(\d+))?$/;
const NANO_SCALE = 9;
const POWERS = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));

export const ZERO: Decimal = { units: 0n, scale: 0 };

export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** Parses "12" or "-0.0375"; null if `text` is not a decimal. No exponents, no separators. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) {
    return null;
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  return { units: BigInt(sign + whole + fraction), scale: fraction.length };
}

/** The shortest decimal that equals this number; null if the number is not finite. */
export function decimalOfNumber(value: number): Decimal | null {
  if (Number.isSafeInteger(value)) {
    return { units: BigInt(value), scale: 0 };
  }
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const parsed = parseDecimal(mantissa);
  if (parsed === null) {
    return null;
  }
  const scale = parsed.scale - Number(exponent);
  return scale >= 0 ? { units: parsed.units, scale } : { units: parsed.units * powerOfTen(-scale), scale: 0 };
}

/** Like `parseDecimal`, for text that was validated before. Throws RangeError. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) {
    throw new RangeError(`"${text}" is not a decimal`);
  }
  return value;
}

/** The shortest decimal text: "0.50" → "0.5". */
export function formatDecimal(value: Decimal): string {
  const negative = value.units < 0n;
  const magnitude = negative ? -value.units : value.units;
  // Nearly all magnitudes are safe integers, and numbers are formatted several times faster than BigInts.
  const number = Number(magnitude);
  const digits = Number.isSafeInteger(number) ? String(number) : magnitude.toString();
  const sign = negative ? '-' : '';
  if (value.scale === 0) {
    return sign + digits;
  }
  const padded = digits.length > value.scale ? digits : digits.padStart(value.scale + 1, '0');
  const point = padded.length - value.scale;
  let end = padded.length;
  while (end > point && padded.charCodeAt(end - 1) === 48) {
    end -= 1;
  }
  return sign + padded.slice(0, point) + (end > point ? `.${padded.slice(point, end)}` : '');
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

export function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) {
    return { units: a.units + b.units, scale: a.scale };
  }
  return a.scale > b.scale
    ? { units: a.units + b.units * powerOfTen(a.scale - b.scale), scale: a.scale }
    : { units: a.units * powerOfTen(b.scale - a.scale) + b.units, scale: b.scale };
}

export function negate(value: Decimal): Decimal {
  return { units: -value.units, scale: value.scale };
}

export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const difference = plus(a, negate(b)).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isZero(value: Decimal): boolean {
  return value.units === 0n;
}

/** `value` ÷ 10^`digits`. */
export function shiftDown(value: Decimal, digits: number): Decimal {
  return { units: value.units, scale: value.scale + digits };
}

/** `numerator` ÷ `denominator` to `digits` significant digits, half to even. */
export function divide(numerator: Decimal, denominator: Decimal, digits: number): Decimal {
  if (denominator.units === 0n) {
    throw new RangeError('division by zero');
  }
  const magnitude = (n: bigint) => (n < 0n ? -n : n).toString().length;
  const extra = Math.max(0, digits + 1 + magnitude(denominator.units) - magnitude(numerator.units));
  const scaled = numerator.units * powerOfTen(extra);
  const quotient = scaled / denominator.units;
  // An extra sticky digit makes half-to-even correct although the quotient was truncated.
  const sticky = scaled % denominator.units === 0n ? quotient * 10n : quotient * 10n + (quotient < 0n ? -1n : 1n);
  const scale = numerator.scale - denominator.scale + extra + 1;
  const surplus = magnitude(sticky) - digits;
  const rounded =
    surplus > 0
      ? { units: divideHalfEven(sticky, powerOfTen(surplus)), scale: scale - surplus }
      : { units: sticky, scale };
  return rounded.scale >= 0 ? rounded : { units: rounded.units * powerOfTen(-rounded.scale), scale: 0 };
}

/** Converts USD to integer nano-USD, half to even: the only rounding of an amount. */
export function toNano(usd: Decimal): bigint {
  return usd.scale <= NANO_SCALE
    ? usd.units * powerOfTen(NANO_SCALE - usd.scale)
    : divideHalfEven(usd.units, powerOfTen(usd.scale - NANO_SCALE));
}

/** `numerator` ÷ `denominator` (> 0) to an integer, half to even. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  const twice = remainder < 0n ? -2n * remainder : 2n * remainder;
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return up ? quotient + (numerator < 0n ? -1n : 1n) : quotient;
}
