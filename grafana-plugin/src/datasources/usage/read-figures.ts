import type {
  BucketedSelection,
  LatencySeries,
  Series,
  SeriesField,
  SeriesResult,
  UsageLedger,
} from '@tokentrail/usage-store';
import { isLatency, rankOf, type FigureName } from './figures.ts';

export interface FiguresRequest extends BucketedSelection {
  figures: readonly FigureName[];
  by: SeriesField | null;
  /** Number of values with figures of their own. */
  top: number;
}

/** The figures of all selected calls, of those with one value, or of those with all other values. */
export interface CallFigures {
  /** Null: all values, or all others. '': not reported. */
  value: string | null;
  /** The number of values that are one because they are not among the highest; null for a single value. */
  others: number | null;
  /** Null if no figure needs them. */
  series: Series | null;
  /** Null if no figure needs it, and for all other values: percentiles cannot be added. */
  latency: LatencySeries | null;
}

/** Reads the figures of a query: one without a dimension, otherwise one for each of the highest values and one for the others. */
export async function readFigures(
  ledger: UsageLedger,
  { figures, by, top, ...selection }: FiguresRequest,
): Promise<CallFigures[]> {
  const needsLatency = figures.some(isLatency);
  const needsSeries = figures.some((figure) => !isLatency(figure));
  if (by === null) {
    const [series, latency] = await Promise.all([
      needsSeries ? ledger.series({ ...selection, by, limit: 1, rank: rankOf(figures) }) : null,
      needsLatency ? ledger.latency({ ...selection, by, values: [] }) : null,
    ]);
    return [{ value: null, others: null, series: series?.total ?? null, latency: latency?.total ?? null }];
  }
  const result = await ledger.series({ ...selection, by, limit: top, rank: rankOf(figures) });
  const values = result.values.map(({ value }) => value);
  const latency = needsLatency && values.length > 0 ? (await ledger.latency({ ...selection, by, values })).values : [];
  const byValue = new Map(latency.map((one) => [one.value, one]));
  return [
    ...result.values.map((series) => ({
      value: series.value,
      others: null,
      series,
      latency: byValue.get(series.value) ?? null,
    })),
    ...(needsSeries ? othersOf(result) : []),
  ];
}

function othersOf({ rest }: SeriesResult): CallFigures[] {
  return rest === null ? [] : [{ value: null, others: rest.values, series: rest, latency: null }];
}
