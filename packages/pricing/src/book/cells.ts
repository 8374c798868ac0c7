import { decimal, divide, formatDecimal, shiftDown, times, type Decimal } from '../decimal.ts';
import type { FxRate, PriceDocument } from './document.ts';

export interface NamedFactor {
  name: string;
  times: string;
}

/** The price of one meter, ready to be multiplied. */
export interface Cell {
  /** As on the price page, in its own currency. */
  unitPrice: string;
  /** Three capitals; USD stands for itself. */
  currency: string;
  per: number;
  /** On top of the price, in order: currency, conditions, contract, ratio. */
  factors: readonly NamedFactor[];
  /** USD of one unit, all factors in, the rate among them. */
  usdPerUnit: Decimal;
  /** "$2.50/1M × 1.1", for the formula. */
  text: string;
}

const RATE_DIGITS = 18;

/** The cell of a price, or null where its currency has no rate at `at`. */
export function cellOf(price: PriceDocument, fx: readonly FxRate[], at: number): Cell | null {
  const currency = Object.keys(price).find((key) => key !== 'per');
  const amount = currency === undefined ? undefined : price[currency];
  if (currency === undefined || typeof amount !== 'string') {
    return null;
  }
  const per = price.per ?? 1;
  const bare = bareCell(amount, per, currency.toUpperCase());
  if (bare.currency === USD) {
    return bare;
  }
  const rate = rateAt(fx, bare.currency, at);
  return rate === null ? null : withFactor(bare, rate);
}

export const USD = 'USD';

export function bareCell(unitPrice: string, per: number, currency = USD): Cell {
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

/** "2.5" → "2.50": prices with a fraction of less than two places read as money. */
function withCents(price: string): string {
  return /\.\d$/.test(price) ? `${price}0` : price;
}

/**
 * The latest rate that was in force, as USD for one unit. A rate given the other way round is turned over to 18
 * significant digits; that number stands in the line, so the arithmetic after it stays exact.
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

/** The latest rate of a currency (three capitals) that stood at `at`; undefined where none did. */
export function rateInForce(fx: readonly FxRate[], currency: string, at: number): FxRate | undefined {
  return fx
    .filter((rate) => rate.from === currency && sinceOf(rate) <= at)
    .sort((a, b) => sinceOf(a) - sinceOf(b))
    .at(-1);
}

export function sinceOf(rate: FxRate): number {
  return rate.since === undefined ? -Infinity : Date.parse(rate.since);
}
