import {
  monthSpend,
  type MonthDays,
  type MonthSpend,
  type Series,
  type SeriesField,
  type SeriesResult,
} from '@tokentrail/usage-store';
import type { DimensionRow } from '../../filters/dimension-row.ts';

/** Who spends: teams and keys. */
export const SPEND_FIELDS = ['group', 'key'] as const satisfies readonly SeriesField[];
export type SpendField = (typeof SPEND_FIELDS)[number];

export type SpendRow = DimensionRow & MonthSpend;

export interface SpendRows {
  /** The values, who spent most this month first. */
  rows: readonly SpendRow[];
  /** The other values, if there are any, and the total. */
  sums: readonly SpendRow[];
}

/** @param result one bucket for each of `days` */
export function spendRows({ values, rest, total }: SeriesResult, days: MonthDays): SpendRows {
  const rowOf = (kind: DimensionRow['kind'], value: string, count: number, { points }: Series): SpendRow => ({
    kind,
    value,
    values: count,
    ...monthSpend(points, days),
  });
  return {
    rows: values
      .map((series) => rowOf('value', series.value, 1, series))
      .sort((a, b) => compare(BigInt(b.spent.nanoUsd), BigInt(a.spent.nanoUsd))),
    sums: [
      ...(rest ? [rowOf('rest', '', rest.values, rest)] : []),
      rowOf('total', '', values.length + (rest?.values ?? 0), total),
    ],
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
