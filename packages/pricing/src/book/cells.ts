import { decimal, divide, formatDecimal, shiftDown, times, type Decimal } from '../decimal.ts';
import type { FxRate, PriceDocument } from './document.ts';

export interface NamedFactor {
  name: string;
  times: string;
}

/** The resolved price of one meter. */
export interface Cell {
  /** The price as published, in its own currency. */
  unitPrice: string;
  /** Three capital letters. */
  currency: string;
  per: number;
  /** Factors on the price, in order: currency, conditions, contract, ratio. */
  factors: readonly NamedFactor[];
  /** USD per unit, including all factors and the exchange rate. */
  usdPerUnit: Decimal;
  /** Text for the formula: "$2.50/1M × 1.1". */
  text: string;
}

const RATE_DIGITS = 18;

/** The cell of a price; null if its currency has no rate at `at`. */
export function cellOf(price: PriceDocument, fx: readonly FxRate[], at: number): Cell | null {
  const currency = Object.keys(price).find((key) => key !== 'per');
  const amount = currency === undefined ? undefined : price[currency];
  if (currency === undefined || typeof amount !== 'string') {
    return null;
  }
  const per = price.per ?? 1;
  const cell = plainCell(amount, per, currency.toUpperCase());
  if (cell.currency === USD) {
    return cell;
  }
  const rate = rateAt(fx, cell.currency, at);
  return rate === null ? null : withFactor(cell, rate);
}

export const USD = 'USD';

/** A price per minute or per hour is a price of seconds with a factor, because a sixtieth is not a finite decimal. */
const PERIODS: Readonly<Record<number, NamedFactor>> = {
  60: { name: 'per minute', times: fractionOf('60') },
  3600: { name: 'per hour', times: fractionOf('3600') },
};

function fractionOf(seconds: string): string {
  return formatDecimal(divide(decimal('1'), decimal(seconds), RATE_DIGITS));
}

export function plainCell(unitPrice: string, per: number, currency = USD): Cell {
  const period = PERIODS[per];
  if (period !== undefined) {
    return withFactor(plainCell(unitPrice, 1, currency), period);
  }
  return {
    unitPrice,
    currency,
    per,
    factors: [],
    usdPerUnit: shiftDown(decimal(unitPrice), digitsOf(per)),
    text: `${currency === USD ? '$' : `${currency} `}${withCents(unitPrice)}${PER_TEXT[per] ?? `/${String(per)}`}`,
  };
}

export function withFactor(cell: Cell, factor: NamedFactor): Cell {
  return {
    ...cell,
    factors: [...cell.factors, factor],
    usdPerUnit: times(cell.usdPerUnit, decimal(factor.times)),
    text: `${cell.text} × ${factor.times}`,
  };
}

const PER_TEXT: Readonly<Record<number, string>> = { 1: '', 1000: '/1K', 1000000: '/1M' };

function digitsOf(per: number): number {
  return Math.round(Math.log10(per));
}

/** Writes prices with one decimal place with two: "2.5" → "2.50". */
function withCents(price: string): string {
  return /\.\d$/.test(price) ? `${price}0` : price;
}

/**
 * The latest rate in force, as USD per unit. A rate in the opposite direction is inverted to 18 significant digits; the
 * line carries the inverted number, so the arithmetic after it is exact.
 */
function rateAt(fx: readonly FxRate[], currency: string, at: number): NamedFactor | null {
  const inForce = rateInForce(fx, currency, at);
  if (inForce === undefined) {
    return null;
  }
  const usd =
    inForce.per === 'USD' ? formatDecimal(divide(decimal('1'), decimal(inForce.rate), RATE_DIGITS)) : inForce.rate;
  return { name: `fx ${currency}→USD${inForce.since === undefined ? '' : ` of ${inForce.since}`}`, times: usd };
}

/** The latest rate of a currency (three capital letters) in force at `at`; undefined if there is none. */
export function rateInForce(fx: readonly FxRate[], currency: string, at: number): FxRate | undefined {
  return fx
    .filter((rate) => rate.from === currency && sinceOf(rate) <= at)
    .sort((a, b) => sinceOf(a) - sinceOf(b))
    .at(-1);
}

export function sinceOf(rate: FxRate): number {
  return rate.since === undefined ? -Infinity : Date.parse(rate.since);
}
