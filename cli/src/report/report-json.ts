import { nanoToUsd } from '@tokentrail/records';
import {
  isOverBudget,
  utcMonthDaysAt,
  type AmountTotal,
  type PercentileValues,
  type Percentiles,
  type SeriesFigures,
  type TimeBuckets,
} from '@tokentrail/usage-store';
import { budgetTime, readRange, type PeriodFigures, type Report, type TopValues } from './read-report.ts';
import type { ThresholdResult } from './thresholds.ts';

/** Raised if a member changes its meaning or is removed; new members do not raise it. */
export const REPORT_VERSION = 1;

/**
 * The report as JSON; docs/report.md describes its members. Amounts are exact decimals of USD as text, times are ISO 8601 in UTC,
 * durations are milliseconds.
 */
export function reportJson(report: Report, thresholds: readonly ThresholdResult[]): string {
  const { period, current, previous, unknownCosts } = report;
  const range = readRange(period);
  const json = {
    report_version: REPORT_VERSION,
    generated_at: iso(report.generatedAtMs),
    zone: period.zone,
    search: report.search,
    period: { from: iso(range.fromMs), to: iso(range.toMs), has_ended: period.hasEnded },
    previous_period: { from: iso(period.previous.fromMs), to: iso(period.previous.toMs) },
    thresholds,
    totals: totalsOf(current),
    previous_totals: totalsOf(previous),
    bucket: period.buckets.length.unit,
    over_time: overTime(current, period.buckets),
    previous_over_time: overTime(previous, period.previousBuckets),
    ...Object.fromEntries(report.top.map((top) => [TOP_NAMES[top.dimension], topOf(top)])),
    errors: report.errors.map(({ errorType, statusCode, model, provider, count, ...times }) => ({
      error_type: errorType,
      status_code: statusCode,
      model,
      provider,
      calls: count,
      first_at: isoOfNano(times.firstStartUnixNano),
      last_at: isoOfNano(times.lastStartUnixNano),
    })),
    hours_of_week: report.hours.cells.map(({ weekday, hour, calls, failed, tokens, charged }) => ({
      ...{ weekday, hour, calls, failed, tokens },
      ...amountOf('charged', charged),
    })),
    unknown_costs: { calls: unknownCosts.calls, models: unknownCosts.models, other_models_calls: unknownCosts.others },
    budgets: budgetsOf(report),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

const TOP_NAMES = {
  request_model: 'top_models',
  provider: 'top_providers',
  key: 'top_keys',
  group: 'top_groups',
  user: 'top_users',
  service: 'top_services',
} as const;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOfNano(unixNano: string): string {
  return iso(Number(BigInt(unixNano) / 1_000_000n));
}

function amountOf(name: string, { nanoUsd, unknown }: AmountTotal) {
  return { [`${name}_usd`]: nanoToUsd(nanoUsd), [`${name}_unknown_calls`]: unknown };
}

function totalsOf({ totals, percentiles }: PeriodFigures) {
  const { cost, requests, failed, cancelled, running, inboundRequests, events } = totals;
  return {
    calls: requests,
    failed,
    cancelled,
    running,
    inbound_requests: inboundRequests,
    events,
    input_tokens: totals.inputTokens,
    output_tokens: totals.outputTokens,
    cache_read_tokens: totals.cacheReadTokens,
    cache_write_tokens: totals.cacheWriteTokens,
    cache_hits: totals.cacheHits,
    ...amountOf('charged', cost.charged),
    ...(cost.paid && amountOf('paid', cost.paid)),
    ...(cost.list && amountOf('list', cost.list)),
    busiest_minute_calls: totals.busiestMinute.requests,
    ...percentilesOf(percentiles),
  };
}

function percentilesOf({ durationMs, firstChunkMs }: Percentiles) {
  return { duration_ms: rounded(durationMs), first_chunk_ms: rounded(firstChunkMs) };
}

/** Percentiles are approximations, whose further digits mean nothing. */
function rounded(values: PercentileValues | null): PercentileValues | null {
  return values && { p50: roundedMs(values.p50), p95: roundedMs(values.p95), p99: roundedMs(values.p99) };
}

function roundedMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function figuresOf(figures: SeriesFigures) {
  const { calls, failed, cancelled, inputTokens, outputTokens, cacheHits, charged } = figures;
  return {
    ...{ calls, failed, cancelled },
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cache_hits: cacheHits,
    ...amountOf('charged', charged),
  };
}

function overTime({ series }: PeriodFigures, { bounds }: TimeBuckets) {
  return series.points.map((point, index) => ({
    from: iso(bounds[index] ?? 0),
    to: iso(bounds[index + 1] ?? 0),
    ...figuresOf(point),
  }));
}

function topOf({ rows, rest }: TopValues) {
  return {
    rows: rows.map(({ value, total, before, p95Ms }) => ({
      value,
      ...figuresOf(total),
      duration_p95_ms: p95Ms === null ? null : roundedMs(p95Ms),
      previous: before && figuresOf(before),
    })),
    rest: rest && { values: rest.values, ...figuresOf(rest.total) },
  };
}

function budgetsOf({ budgets, period, generatedAtMs }: Report) {
  const month = iso(utcMonthDaysAt(budgetTime(period, generatedAtMs)).month.fromMs).slice(0, 7);
  return (
    budgets && {
      month,
      rows: budgets.map(({ budget, spend }) => ({
        name: budget.name,
        field: budget.field,
        value: budget.value,
        compared_with: budget.comparedWith,
        monthly_usd: nanoToUsd(budget.monthlyNanoUsd),
        spent_usd: spend && nanoToUsd(spend.spent.nanoUsd),
        spent_unknown_calls: spend && spend.spent.unknown,
        over: spend && isOverBudget(spend.spent, budget),
      })),
    }
  );
}
