import { runQuery, type Row } from '../src/clickhouse/query.ts';
import type { ClickHouseTransport } from '../src/clickhouse/transport.ts';
import type { TimeRange } from '../src/record-selection.ts';
import type { AttemptProvider, HoursOfWeek, LatencyResult, SeriesField, SeriesResult } from '../src/series.ts';
import type { UsageLedger } from '../src/usage-ledger.ts';
import type { Case, NaiveQuery } from './cases.ts';
import { ATTEMPTS_MS } from './generated-attempts.ts';
import type { Generated } from './generated-records.ts';

const DAY_MS = 86_400_000;
const IS_CALL = "record_type = 'usage'";
const SUMS = 'toString(count()) AS calls, toString(sum(toInt128(cost_charged))) AS nano_usd';
const LIMIT = 10;

/** Series, percentiles, hours and providers. */
export function seriesCases(
  ledger: UsageLedger,
  query: NaiveQuery,
  attempts: ClickHouseTransport,
  { fromMs, toMs }: Generated,
): Case[] {
  const bounds = boundsOf(fromMs, toMs);
  const range = { fromMs, toMs: toMs + 1 };
  const day = `toString(intDiv(toUnixTimestamp64Milli(start_time) - ${fromMs}, ${DAY_MS})) AS day`;
  const latency = () => ledger.latency({ filter: {}, bounds, by: null, values: [] });
  const hours = () => ledger.hoursOfWeek({ range, filter: {}, timeZone: 'UTC' });
  const naiveSeries = () => query(`request_model AS value, ${day}, ${SUMS}`, IS_CALL, 'GROUP BY value, day');
  return [
    {
      name: 'series by model and day of 90 days',
      goalMs: 250,
      run: () => ledger.series({ filter: {}, bounds, by: 'request_model', limit: LIMIT, rank: 'cost' }),
      naive: naiveSeries,
      agrees: (result, rows) => sameSeries(result as SeriesResult, rows as Row[]),
    },
    {
      name: 'percentiles of each day of 90 days',
      goalMs: 350,
      run: latency,
      naive: () => query(`${day}, quantilesExact(0.5, 0.95, 0.99)(duration_ns) AS exact`, IS_CALL, 'GROUP BY day'),
      agrees: (result, rows) => samePercentiles(result as LatencyResult, rows as Row[]),
    },
    {
      name: 'hours of the week of 90 days',
      goalMs: 250,
      run: hours,
      naive: () =>
        query(
          `toString(toDayOfWeek(start_time)) AS weekday, toString(toHour(start_time)) AS hour, ${SUMS}`,
          IS_CALL,
          'GROUP BY weekday, hour',
        ),
      agrees: (result, rows) => sameHours(result as HoursOfWeek, rows as Row[]),
    },
    {
      name: 'providers of attempts of 7 days',
      goalMs: 2000,
      run: () => ledger.attemptProviders({ filter: {}, bounds: boundsOf(toMs - ATTEMPTS_MS, toMs), limit: LIMIT }),
      naive: () => runQuery(attempts, { sql: NAIVE_PROVIDERS, parameters: { from_ms: toMs - ATTEMPTS_MS } }),
      agrees: (result, rows) => sameProviders(result as AttemptProvider[], rows as Row[]),
    },
    pageCase(ledger, naiveSeries, { fromMs, toMs }),
  ];
}

/** What a page of statistics reads at once. */
function pageCase(ledger: UsageLedger, naive: Case['naive'], { fromMs, toMs }: TimeRange): Case {
  const series = (by: SeriesField, from: number, to = toMs) =>
    ledger.series({ filter: {}, bounds: boundsOf(from, to), by, limit: LIMIT, rank: 'cost' });
  const range = { fromMs, toMs: toMs + 1 };
  return {
    name: 'page of statistics: 90 days, 45 before, 30 by group and by key',
    goalMs: 1500,
    run: async () => {
      const [shown] = await Promise.all([
        series('request_model', fromMs),
        series('request_model', fromMs, toMs - 45 * DAY_MS),
        ledger.latency({ filter: {}, bounds: boundsOf(fromMs, toMs), by: null, values: [] }),
        ledger.hoursOfWeek({ range, filter: {}, timeZone: 'UTC' }),
        series('group', toMs - 30 * DAY_MS),
        series('key', toMs - 30 * DAY_MS),
      ]);
      return shown;
    },
    naive,
    agrees: (result, rows) => sameSeries(result as SeriesResult, rows as Row[]),
  };
}

const NAIVE_PROVIDERS =
  "SELECT ifNull(provider, '') AS name, toString(count()) AS attempts, toString(sum(paid_nano_usd)) AS nano_usd, " +
  'quantilesExact(0.5, 0.95, 0.99)(duration_ms) FROM tokentrail_ledger.attempts ' +
  'WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) GROUP BY name';

/** Bounds of days that end with the range. */
function boundsOf(fromMs: number, toMs: number): number[] {
  const days = Math.ceil((toMs - fromMs) / DAY_MS);
  return [...Array.from({ length: days }, (_, index) => fromMs + index * DAY_MS), toMs + 1];
}

function sameSeries({ values, total, rest }: SeriesResult, rows: readonly Row[]): boolean {
  const found = new Map(rows.map((row) => [`${String(row['value'])} ${String(row['day'])}`, row]));
  const calls = rows.reduce((sum, row) => sum + Number(row['calls']), 0);
  return (
    total.total.calls === calls &&
    rest !== null &&
    values.length === LIMIT &&
    values.every(({ value, points }) =>
      points.every(({ charged }, day) => (found.get(`${value} ${day}`)?.['nano_usd'] ?? '0') === charged.nanoUsd),
    )
  );
}

function samePercentiles({ total }: LatencyResult, rows: readonly Row[]): boolean {
  return rows.every((row) => {
    const point = total.points[Number(row['day'])]?.durationMs;
    const exact = (row['exact'] as unknown[]).map((value) => Number(value) / 1e6);
    return [point?.p50, point?.p95, point?.p99].every(
      (value, index) => Math.abs((value ?? 0) / (exact[index] ?? 1) - 1) <= 0.01,
    );
  });
}

function sameHours({ cells }: HoursOfWeek, rows: readonly Row[]): boolean {
  return rows.every((row) => {
    const cell = cells[(Number(row['weekday']) - 1) * 24 + Number(row['hour'])];
    return String(cell?.calls) === row['calls'] && cell?.charged.nanoUsd === row['nano_usd'];
  });
}

function sameProviders(providers: readonly AttemptProvider[], rows: readonly Row[]): boolean {
  const found = new Map(providers.map((one) => [one.provider, one.total]));
  return (
    rows.length > 0 &&
    rows.every((row) => {
      const total = found.get(String(row['name']));
      return String(total?.attempts) === row['attempts'] && total?.paid.nanoUsd === row['nano_usd'];
    })
  );
}
