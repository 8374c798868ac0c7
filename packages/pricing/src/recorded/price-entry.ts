import { describe } from '../book/conditions.ts';
import type { Conditions, PriceDocument, Prices } from '../book/document.ts';
import { isObject, objectOf, textOf, textsOf } from './json.ts';

/** The price of `per` units of a meter as published. */
export interface RecordedPrice {
  meter: string;
  /** A decimal. */
  price: string;
  /** Three capital letters. */
  currency: string;
  per: number;
}

/** One row of prices of an entry. */
export interface RecordedTier {
  /** What a record names as its `priceTier` if this row applied. */
  label: string;
  when: Conditions;
  prices: readonly RecordedPrice[];
}

/** A price entry of the ledger, for showing it. */
export interface RecordedEntry {
  /** Id of the entry in its book; null for a sell price. */
  id: string | null;
  /** Page and date of the prices; null if the book does not say. */
  readFrom: string | null;
  /** In the order in which they are compared with a call; the first one whose conditions all hold applies. */
  tiers: readonly RecordedTier[];
  /** Meters that are billed with their parent unless a tier prices them. */
  inherits: readonly string[];
  /** The whole entry, for writing it into a price file. */
  content: { entry: Readonly<Record<string, unknown>>; fx: unknown } | { sell: Readonly<Record<string, unknown>> };
}

/**
 * Reads the content of a stored price entry: `{entry, fx?}`, or `{sell}`. Null if it is none. Skips a price or a tier that
 * it cannot read, because the text comes from a store.
 */
export function readPriceEntry(content: string): RecordedEntry | null {
  let stored: Readonly<Record<string, unknown>>;
  try {
    stored = objectOf(JSON.parse(content));
  } catch {
    return null;
  }
  const { entry, sell, fx } = stored;
  if (isObject(entry)) {
    return {
      id: textOf(entry['id']),
      readFrom: textOf(entry['read_from']),
      tiers: Array.isArray(entry['rows']) ? entry['rows'].flatMap((row) => tierOf(row, entry['any_row'])) : [],
      inherits: textsOf(entry['inherits']),
      content: { entry, fx },
    };
  }
  return isObject(sell) ? { id: null, readFrom: null, tiers: sellTiers(sell), inherits: [], content: { sell } } : null;
}

/** A sell price has one tier; a price that is stated by ratios has none. */
function sellTiers(sell: Readonly<Record<string, unknown>>): RecordedTier[] {
  return isObject(sell['prices']) ? [{ label: 'sell', when: {}, prices: pricesOf(sell['prices']) }] : [];
}

function tierOf(row: unknown, anyRow: unknown): RecordedTier[] {
  if (!isObject(row)) {
    return [];
  }
  const when = objectOf(row['when']) as Conditions;
  const prices = pricesOf({ ...objectOf(anyRow), ...objectOf(row['prices']) });
  return [{ label: textOf(row['label']) ?? describe(when), when, prices }];
}

function pricesOf(prices: Readonly<Record<string, unknown>>): RecordedPrice[] {
  return Object.entries(prices as Prices).flatMap(([meter, price]) => priceOf(meter, price));
}

function priceOf(meter: string, price: PriceDocument): RecordedPrice[] {
  const { per = 1, ...amounts } = objectOf(price);
  const [currency, amount] = Object.entries(amounts)[0] ?? [];
  return currency === undefined || typeof amount !== 'string' || typeof per !== 'number'
    ? []
    : [{ meter, price: amount, currency: currency.toUpperCase(), per }];
}
