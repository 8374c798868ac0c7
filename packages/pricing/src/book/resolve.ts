import { isTokenMeter } from '../meter-names.ts';
import { cellOf, sinceOf, withFactor, type Cell, type NamedFactor } from './cells.ts';
import { describe, holdAt, tierOf, unreportedIn, type Circumstances } from './conditions.ts';
import type { EntryDocument, FactorDocument, FxRate, Prices, RowDocument } from './document.ts';
import { PriceRow } from './row.ts';
import { ALWAYS, intersect, type Span } from './windows.ts';

export type { Circumstances } from './conditions.ts';

interface RowQuery {
  host: string | undefined;
  servedTier: string | undefined;
  requestedTier: string | undefined;
  conditions: Circumstances;
  at: number;
}

/** Providers count reasoning as output; it is billed separately only if a row has a price for it. */
const ALWAYS_INHERITED = 'reasoning';

export function isFree(entry: EntryDocument): boolean {
  return entry.free === true;
}

/**
 * The rows of an entry that may apply at that time, with factors and currencies applied, and the period in which they
 * stay the same. `unreported`: the conditions without which there are no rows, because the call does not report them.
 */
export function resolveRows(
  entry: EntryDocument,
  fx: readonly FxRate[],
  query: RowQuery,
): { rows: PriceRow[]; span: Span; unreported: readonly string[] } {
  const circumstances = {
    ...query.conditions,
    host: query.host?.toLowerCase(),
    tier: tierOf(query.servedTier, query.requestedTier, entry.tier_from),
  };
  let span = fxSpan(fx, query.at);
  const applicable = <T extends RowDocument | FactorDocument>(items: readonly T[]): T[] =>
    items.filter((item) => {
      const held = holdAt(item.when, circumstances, query.at);
      span = intersect(span, held.span);
      return held.holds;
    });
  const factors = applicable(entry.factors ?? []);
  const rules = {
    inherits: new Set([ALWAYS_INHERITED, ...(entry.inherits ?? [])]),
    atLeast: new Map(Object.entries(entry.at_least ?? {})),
  };
  const rows = applicable(entry.rows).map((row) => {
    const prices = { ...entry.any_row, ...row.prices };
    const label = row.label ?? describe(row.when);
    return new PriceRow(label, row.when?.context, cellsOf(prices, factors, fx, query.at), rules);
  });
  return { rows, span, unreported: rows.length > 0 ? NONE : fewestUnreported(entry.rows, circumstances, query.at) };
}

const NONE: readonly string[] = [];

/** The conditions that are missing for one row to apply: those of the row that needs the fewest. */
function fewestUnreported(rows: readonly RowDocument[], circumstances: Circumstances, at: number): readonly string[] {
  const lists = rows.flatMap(({ when = {} }) => {
    const names = unreportedIn(when, circumstances, at);
    return names === null ? [] : [names];
  });
  return lists.toSorted((a, b) => a.length - b.length)[0] ?? NONE;
}

function cellsOf(
  prices: Prices,
  factors: readonly FactorDocument[],
  fx: readonly FxRate[],
  at: number,
): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [meter, price] of Object.entries(prices)) {
    let cell = cellOf(price, fx, at);
    for (const factor of factors) {
      if (cell !== null && appliesTo(factor, meter)) {
        cell = withFactor(cell, nameFactor(factor));
      }
    }
    if (cell !== null) {
      cells.set(meter, cell);
    }
  }
  return cells;
}

function nameFactor(factor: FactorDocument): NamedFactor {
  return { name: factor.name ?? describe(factor.when), times: factor.times };
}

function appliesTo(factor: FactorDocument, meter: string): boolean {
  return factor.on === 'all' || (factor.on === 'tokens' ? isTokenMeter(meter) : factor.on.includes(meter));
}

/** The period between the last rate change before `at` and the next one. */
function fxSpan(fx: readonly FxRate[], at: number): Span {
  return fx.reduce((span, rate) => {
    const since = sinceOf(rate);
    return intersect(span, since <= at ? { from: since, until: Infinity } : { from: -Infinity, until: since });
  }, ALWAYS);
}
