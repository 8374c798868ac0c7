import {
  MAX_SERIES_VALUES,
  NO_CALLS,
  budgetSpends,
  type Budget,
  type BudgetSpend,
  type ErrorGroup,
  type HoursOfWeek,
  type Percentiles,
  type RecordFilter,
  type Series,
  type SeriesFigures,
  type TimeRange,
  type Totals,
  type UsageLedger,
} from '@tokentrail/usage-store';
import type { Period } from './period.ts';

/** What the calls of a report are divided by. Each is a field of series with a filter of the same values. */
export const DIMENSIONS = ['request_model', 'provider', 'key', 'group', 'user', 'service'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Rows of each table. */
export const TOP = 10;

export interface PeriodFigures {
  totals: Totals;
  percentiles: Percentiles;
  /** Ended calls over the buckets of the period. */
  series: Series;
}

export interface TopRow extends Series {
  /** '' means: not reported. */
  value: string;
  /** In the period before. Null if it was not read. */
  before: SeriesFigures | null;
  /** 95th percentile of the duration, ms; null if there is none. */
  p95Ms: number | null;
}

export interface TopValues {
  dimension: Dimension;
  /** The highest cost first. */
  rows: readonly TopRow[];
  /** The other values together, and their number. */
  rest: (Series & { values: number }) | null;
}

/** Calls whose cost is unknown, by requested model. */
export interface UnknownCosts {
  calls: number;
  /** The most calls first. */
  models: readonly { model: string; calls: number }[];
  /** Calls of models that are not in the list. */
  others: number;
}

export interface ReportBudget {
  budget: Budget;
  /** Null if the ledger hides what is paid, with which this budget is compared. */
  spend: BudgetSpend | null;
}

export interface Report {
  generatedAtMs: number;
  /** A text of a search; empty: all calls. */
  search: string;
  period: Period;
  current: PeriodFigures;
  previous: PeriodFigures;
  top: readonly TopValues[];
  /** The most frequent first. */
  errors: readonly ErrorGroup[];
  hours: HoursOfWeek;
  unknownCosts: UnknownCosts;
  /** In the month of UTC in which the period ends. Null for a part of the calls, and if the ledger has none. */
  budgets: readonly ReportBudget[] | null;
}

/**
 * Reads the figures of a report. Every figure is one of the ledger's queries.
 *
 * @param search limits the report to the calls that it selects; empty: all
 * @param nowMs Unix ms
 * @throws StoreError
 */
export async function readReport(ledger: UsageLedger, period: Period, search: string, nowMs: number): Promise<Report> {
  const filter: RecordFilter = search === '' ? {} : { search };
  const current = await readPeriod(ledger, { range: readRange(period), bounds: period.buckets.bounds, filter });
  const previous = await readPeriod(ledger, {
    range: period.previous,
    bounds: period.previousBuckets.bounds,
    filter,
  });
  const top: TopValues[] = [];
  for (const dimension of DIMENSIONS) {
    top.push(await readTop(ledger, period, filter, dimension));
  }
  const selection = { range: readRange(period), filter };
  const calls = { ...selection, filter: { ...filter, recordTypes: ['usage'] as const } };
  return {
    generatedAtMs: nowMs,
    search,
    period,
    current,
    previous,
    top,
    errors: await ledger.errors({ ...calls, sort: 'count', limit: TOP }),
    hours: await ledger.hoursOfWeek({ ...selection, timeZone: period.zone }),
    unknownCosts: await readUnknownCosts(ledger, selection),
    budgets: search === '' ? await readBudgets(ledger, period, nowMs) : null,
  };
}

/** The part of the period that has passed. */
export function readRange({ buckets }: Period): TimeRange {
  const { bounds } = buckets;
  return { fromMs: bounds[0] ?? 0, toMs: bounds.at(-1) ?? 0 };
}

interface Selection {
  range: TimeRange;
  filter: RecordFilter;
}

async function readPeriod(
  ledger: UsageLedger,
  { range, bounds, filter }: Selection & { bounds: readonly number[] },
): Promise<PeriodFigures> {
  const totals = await ledger.totals({ range, filter });
  const percentiles = await ledger.percentiles({ range, filter });
  const { total } = await ledger.series({ filter, bounds, by: null, limit: 1, rank: 'cost' });
  return { totals, percentiles, series: total };
}

async function readTop(
  ledger: UsageLedger,
  period: Period,
  filter: RecordFilter,
  dimension: Dimension,
): Promise<TopValues> {
  const { bounds } = period.buckets;
  const found = await ledger.series({ filter, bounds, by: dimension, limit: TOP, rank: 'cost' });
  const values = found.values.map(({ value }) => value);
  if (values.length === 0) {
    return { dimension, rows: [], rest: null };
  }
  const { fromMs, toMs } = readRange(period);
  const latency = await ledger.latency({ filter, bounds: [fromMs, toMs], by: dimension, values });
  const before = await ledger.series({
    filter: { ...filter, conditions: [{ field: dimension, values }] },
    bounds: [period.previous.fromMs, period.previous.toMs],
    by: dimension,
    limit: MAX_SERIES_VALUES,
    rank: 'cost',
  });
  const beforeOf = (value: string) =>
    before.values.find((other) => other.value === value)?.total ?? (before.rest === null ? NO_CALLS : null);
  const rows = found.values.map((series, index) => ({
    ...series,
    before: beforeOf(series.value),
    p95Ms: latency.values[index]?.total.durationMs?.p95 ?? null,
  }));
  return { dimension, rows, rest: found.rest };
}

async function readUnknownCosts(ledger: UsageLedger, { range, filter }: Selection): Promise<UnknownCosts> {
  const { total, values, rest } = await ledger.series({
    filter,
    bounds: [range.fromMs, range.toMs],
    by: 'request_model',
    limit: MAX_SERIES_VALUES,
    rank: 'calls',
  });
  const models = values
    .map(({ value, total: { charged } }) => ({ model: value, calls: charged.unknown }))
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.calls - a.calls);
  const hidden = models.slice(TOP).reduce((sum, { calls }) => sum + calls, 0);
  return {
    calls: total.total.charged.unknown,
    models: models.slice(0, TOP),
    others: hidden + (rest?.total.charged.unknown ?? 0),
  };
}

async function readBudgets(ledger: UsageLedger, period: Period, nowMs: number): Promise<ReportBudget[] | null> {
  const { budgets } = await ledger.settings();
  if (budgets === null || budgets.value.length === 0) {
    return null;
  }
  const spends = await budgetSpends(ledger, budgets.value, budgetTime(period, nowMs));
  return budgets.value.map((budget, index) => ({ budget, spend: spends[index] ?? null }));
}

/** The time up to which budgets are counted: the last moment of the period that has passed, Unix ms. */
export function budgetTime({ range }: Period, nowMs: number): number {
  return Math.min(range.toMs - 1, nowMs);
}
