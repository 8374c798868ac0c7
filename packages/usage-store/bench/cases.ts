import { createHash } from 'node:crypto';
import type { UsageRecord } from '@tokentrail/records';
import { clickHouseLedger } from '../src/clickhouse/ledger.ts';
import { inRange } from '../src/clickhouse/conditions.ts';
import { runQuery, type Row } from '../src/clickhouse/query.ts';
import { recordSource } from '../src/clickhouse/record-row.ts';
import type { ClickHouseTransport } from '../src/clickhouse/transport.ts';
import type { RecordSelection } from '../src/record-selection.ts';
import type { Histogram, Percentiles, Totals } from '../src/figures.ts';
import type { DistinctValue, ListRequest, UsageLedger } from '../src/usage-ledger.ts';
import type { Generated } from './generated-records.ts';
import { seriesCases } from './series-cases.ts';

/** One measured read, and the query that someone would write who reads the table with FINAL. */
export interface Case {
  name: string;
  /** Goal of the median, ms. */
  goalMs: number;
  run(): Promise<unknown>;
  naive(): Promise<unknown>;
  /** Whether both results agree. */
  agrees(result: unknown, naive: unknown): boolean;
}

const TABLE = 'tokentrail_ledger.usage_records';
const { columns: RECORD_COLUMNS } = recordSource(TABLE, true);
const ORDER = 'start_time DESC, trace_id DESC, span_id DESC, sender DESC';
const LIMIT = 100;
/** A user with few records, and the id of one record. */
const RARE = 'user-19990';
const REQUEST_ID = `req_${createHash('md5').update('q1234567').digest('hex')}`;
const NAIVE_TOTALS =
  'toString(sum(toInt128(cost_charged))) AS nano_usd, toString(sum(toInt128(input_tokens))) AS tokens, ' +
  "toString(countIf(state = 'failed')) AS failed, toString(count()) AS calls";
const ILIKE_COLUMNS =
  `endpoint user_id request_model target_model response_model key_name key_preview error_type error_code
  error_message`.split(/\s+/);

export function casesOf(reader: ClickHouseTransport, attempts: ClickHouseTransport, generated: Generated): Case[] {
  const ledger = clickHouseLedger({ ledger: reader, attempts });
  const range = { fromMs: generated.fromMs, toMs: generated.toMs + 1 };
  const query = (select: string, where: string, rest = ''): Promise<Row[]> => {
    const { sql, parameters } = inRange(range);
    return runQuery(reader, {
      sql: `SELECT ${select} FROM ${TABLE} FINAL WHERE ${sql} AND ${where} ${rest}`,
      parameters,
    });
  };
  return [
    ...listCases(ledger, query, generated),
    ...figureCases(ledger, query, { range, filter: {} }),
    ...seriesCases(ledger, query, attempts, generated),
  ];
}

/** Runs a query with FINAL over the whole range. */
export type NaiveQuery = (select: string, where: string, rest?: string) => Promise<Row[]>;

function listCases(ledger: UsageLedger, query: NaiveQuery, { fromMs, toMs }: Generated): Case[] {
  const list = (name: string, goalMs: number, request: Partial<ListRequest>, where: string, order = ORDER): Case => ({
    name,
    goalMs,
    run: async () => {
      const page = await ledger.list({ range: { fromMs, toMs: toMs + 1 }, filter: {}, ...request, limit: LIMIT });
      return page.records;
    },
    naive: () => query(RECORD_COLUMNS, where, `ORDER BY ${order} LIMIT ${LIMIT + 1}`),
    agrees: (records, rows) => sameIds(records as UsageRecord[], (rows as Row[]).slice(0, LIMIT)),
  });
  const middle = { startUnixNano: `${Math.floor((fromMs + toMs) / 2)}000000`, traceId: '', spanId: '' };
  const before = `start_time < fromUnixTimestamp64Nano(${middle.startUnixNano})`;
  const like = (text: string) => ILIKE_COLUMNS.map((column) => `ifNull(${column} ILIKE '%${text}%', 0)`).join(' OR ');
  return [
    list('newest page', 40, {}, '1'),
    list('page after half of the records', 40, { before: middle }, before),
    list(
      'model and key',
      80,
      {
        filter: {
          conditions: [
            { field: 'model', values: ['model-7'] },
            { field: 'key', values: ['team key 11'] },
          ],
        },
      },
      "(request_model = 'model-7' OR response_model = 'model-7') AND key_name = 'team key 11'",
    ),
    list(
      'model and key in a search',
      300,
      { filter: { search: 'model:MODEL-7 key:"Team key 11"' } },
      "(request_model = 'model-7' OR response_model = 'model-7') AND key_name = 'team key 11'",
    ),
    list('rare search', 300, { filter: { search: RARE } }, `(${like(RARE)})`),
    list('search without result', 300, { filter: { search: 'nothing-has-this' } }, `(${like('nothing-has-this')})`),
    list('search for a request id', 300, { filter: { search: REQUEST_ID } }, `request_id = '${REQUEST_ID}'`),
    list('sort by cost', 400, { sort: 'cost' }, '1', `cost_charged DESC NULLS LAST, ${ORDER}`),
  ];
}

function figureCases(ledger: UsageLedger, query: NaiveQuery, all: RecordSelection): Case[] {
  return [
    {
      name: 'totals of 90 days',
      goalMs: 150,
      run: () => ledger.totals(all),
      naive: () => query(NAIVE_TOTALS, "record_type = 'usage'"),
      agrees: (totals, rows) => sameTotals(totals as Totals, (rows as Row[])[0]),
    },
    {
      name: 'percentiles of 90 days',
      goalMs: 250,
      run: () => ledger.percentiles(all),
      naive: () => query('quantilesExact(0.5, 0.95, 0.99)(duration_ns) AS exact', "record_type = 'usage'"),
      agrees: (percentiles, rows) => withinOnePercent(percentiles as Percentiles, (rows as Row[])[0]),
    },
    {
      name: 'histogram of 60 buckets',
      goalMs: 250,
      run: () => ledger.histogram({ ...all, buckets: 60 }),
      naive: () =>
        query('toStartOfDay(start_time) AS day, state, toString(count()) AS records', '1', 'GROUP BY day, state'),
      agrees: (histogram, rows) => sumOfCounts(histogram as Histogram) === sumOfRecords(rows as Row[]),
    },
    {
      name: 'suggested models',
      goalMs: 250,
      run: () => ledger.distinct({ ...all, field: 'model', prefix: 'gpt', limit: 20 }),
      naive: () =>
        query('request_model AS value, toString(count()) AS records', "request_model ILIKE 'gpt%'", 'GROUP BY value'),
      agrees: (values, rows) => hasCounts(values as DistinctValue[], rows as Row[]),
    },
  ];
}

function sameIds(records: readonly UsageRecord[], rows: readonly Row[]): boolean {
  return records.length === rows.length && records.every(({ spanId }, index) => spanId === rows[index]?.['span_id']);
}

function sameTotals({ cost, inputTokens, failed, requests }: Totals, row: Row | undefined): boolean {
  return (
    cost.charged.nanoUsd === row?.['nano_usd'] &&
    String(inputTokens) === row['tokens'] &&
    String(failed) === row['failed'] &&
    String(requests) === row['calls']
  );
}

function withinOnePercent({ durationMs }: Percentiles, row: Row | undefined): boolean {
  const exact = (row?.['exact'] as unknown[]).map(Number);
  const found = [durationMs?.p50, durationMs?.p95, durationMs?.p99];
  return exact.every((value, index) => Math.abs(((found[index] ?? 0) * 1e6) / value - 1) <= 0.01);
}

function sumOfCounts({ buckets }: Histogram): number {
  return buckets.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
}

function sumOfRecords(rows: readonly Row[]): number {
  return rows.reduce((sum, { records }) => sum + Number(records), 0);
}

function hasCounts(values: readonly DistinctValue[], rows: readonly Row[]): boolean {
  const counts = new Map(values.map(({ value, count }) => [value, count]));
  return rows.length > 0 && rows.every((row) => counts.get(String(row['value'])) === Number(row['records']));
}
