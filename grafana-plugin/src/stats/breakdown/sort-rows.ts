import type { BreakdownRow } from './breakdown-rows.ts';

/** Columns that rows are sorted by. */
export type BreakdownSort = 'value' | 'calls' | 'failed' | 'tokens' | 'cached' | 'cost' | 'change';

/** Highest value first, unknown ones last; names in alphabetical order. Equal rows stay in their order. */
export function sortRows(rows: readonly BreakdownRow[], sort: BreakdownSort): BreakdownRow[] {
  if (sort === 'value') {
    return [...rows].sort((a, b) => Number(a.value === '') - Number(b.value === '') || a.value.localeCompare(b.value));
  }
  const numberOf = NUMBERS[sort];
  const numbers = new Map(rows.map((row) => [row, numberOf(row)]));
  const compared = (row: BreakdownRow) => numbers.get(row) ?? Number.NEGATIVE_INFINITY;
  return [...rows].sort((a, b) => (compared(a) === compared(b) ? 0 : compared(b) - compared(a)));
}

/** The number of a row that a column shows; null if there is none. */
const NUMBERS: Readonly<Record<Exclude<BreakdownSort, 'value'>, (row: BreakdownRow) => number | null>> = {
  calls: ({ figures }) => figures.calls,
  failed: ({ figures }) => ratio(figures.failed, figures.calls),
  tokens: ({ figures }) => figures.inputTokens + figures.outputTokens,
  cached: ({ figures }) => ratio(figures.cacheHits, figures.calls),
  cost: ({ figures }) => Number(figures.charged.nanoUsd),
  change: ({ figures, before }) => before && ratio(Number(figures.charged.nanoUsd), Number(before.nanoUsd)),
};

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
