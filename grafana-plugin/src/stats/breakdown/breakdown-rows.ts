import type { AmountTotal, SeriesField, SeriesFigures } from '@tokentrail/usage-store';
import type { DimensionRow } from '../../filters/dimension-row.ts';
import type { StatsSeries } from '../stats-props.ts';

/** A row of the breakdown. */
export interface BreakdownRow extends DimensionRow {
  figures: SeriesFigures;
  /** What callers were charged in each bucket, in nano-USD. */
  costs: readonly string[];
  /** Share of the cost of all calls: 0 to 1; null if that is 0. */
  share: number | null;
  /** Cost in the period before; null if it is not known. */
  before: AmountTotal | null;
}

export interface Breakdown {
  rows: readonly BreakdownRow[];
  /** The values that have no row of their own; null if each has one. */
  rest: BreakdownRow | null;
  total: BreakdownRow;
}

/**
 * The breakdown of a selection. A record counts once for each of its tags, so sums over tags say nothing about the cost of the
 * other ones in the period before.
 */
export function breakdownOf({ current, previous }: StatsSeries, field: SeriesField): Breakdown {
  const rowOf = (
    kind: DimensionRow['kind'],
    value: string,
    values: number,
    { total, points }: StatsSeries['current']['total'],
    before: AmountTotal | null,
  ): BreakdownRow => ({
    kind,
    value,
    values,
    figures: total,
    costs: points.map(({ charged }) => charged.nanoUsd),
    share: shareOf(total.charged, current.total.total.charged),
    before,
  });
  const rows = current.values.map((series) =>
    rowOf('value', series.value, 1, series, costBefore(previous, series.value)),
  );
  const costOfAll = previous.total.total.charged;
  const { rest } = current;
  return {
    rows,
    rest: rest && rowOf('rest', '', rest.values, rest, field === 'tag' ? null : without(costOfAll, rows)),
    total: rowOf('total', '', current.values.length + (rest?.values ?? 0), current.total, costOfAll),
  };
}

/** Cost of a value in the period before. Null if it may be among those without a series of their own. */
function costBefore({ values, rest }: StatsSeries['previous'], value: string): AmountTotal | null {
  const series = values.find((other) => other.value === value);
  return series?.total.charged ?? (rest === null ? { nanoUsd: '0', unknown: 0 } : null);
}

/** What is left of a cost without that of the rows. */
function without(all: AmountTotal, rows: readonly BreakdownRow[]): AmountTotal | null {
  let { nanoUsd, unknown } = { nanoUsd: BigInt(all.nanoUsd), unknown: all.unknown };
  for (const { before } of rows) {
    if (before === null) {
      return null;
    }
    nanoUsd -= BigInt(before.nanoUsd);
    unknown -= before.unknown;
  }
  return { nanoUsd: nanoUsd.toString(), unknown };
}

/** Parts of the whole that a share distinguishes. */
const PARTS = 1_000_000n;

function shareOf({ nanoUsd }: AmountTotal, all: AmountTotal): number | null {
  const whole = BigInt(all.nanoUsd);
  return whole === 0n ? null : Number((BigInt(nanoUsd) * PARTS) / whole) / Number(PARTS);
}
