import { unixMs } from './format.ts';
import type { UsageRecord } from '@tokentrail/records';

/** A data source that links lead to: its uid, its type, and its settings that viewers can read. */
export interface LinkedDataSource {
  uid: string;
  type: string;
  jsonData?: unknown;
}

/** What a link needs to know of a record. */
export type LinkedRecord = Pick<UsageRecord, 'startUnixNano' | 'durationMs' | 'traceId' | 'serviceName'>;

type Query = Readonly<Record<string, unknown>>;
type QueriesOf = (record: LinkedRecord, jsonData: unknown) => readonly Query[];

/** Explore shows this much before the start and after the end of the record. */
const MARGIN_MS = 5 * 60_000;

/** Result formats of the ClickHouse data source's server. */
const CLICKHOUSE_LOGS = 2;
const CLICKHOUSE_TRACE = 3;

/** Queries for one trace by its id, by type of data source. */
const TRACE_QUERIES: Readonly<Record<string, QueriesOf>> = {
  tempo: ({ traceId }) => [{ queryType: 'traceql', query: traceId }],
  jaeger: ({ traceId }) => [{ query: traceId }],
  zipkin: ({ traceId }) => [{ queryType: 'traceID', query: traceId }],
  'grafana-clickhouse-datasource': ({ traceId }, jsonData) => [
    clickHouseQuery('traces', CLICKHOUSE_TRACE, traceSql(tableOf(jsonData, 'traces', 'otel_traces'), traceId)),
  ],
};

/** Queries for the log lines of one trace, by type of data source. */
const LOG_QUERIES: Readonly<Record<string, QueriesOf>> = {
  // Loki keeps the trace id of logs sent by OTLP beside the line; other senders write it into the line.
  loki: ({ traceId, serviceName }) => {
    const stream = serviceName === '' ? '{service_name=~".+"}' : `{service_name=${logQlText(serviceName)}}`;
    return [{ expr: `${stream} |= "${traceId}"` }, { expr: `${stream} | trace_id="${traceId}"` }];
  },
  elasticsearch: ({ traceId }, jsonData) => [
    {
      query: `"${traceId}"`,
      metrics: [{ id: '1', type: 'logs' }],
      bucketAggs: [],
      timeField: textAt(jsonData, 'timeField') ?? '@timestamp',
    },
  ],
  'grafana-clickhouse-datasource': ({ traceId }, jsonData) => [
    clickHouseQuery('logs', CLICKHOUSE_LOGS, logsSql(tableOf(jsonData, 'logs', 'otel_logs'), traceId)),
  ],
};

/** Types of data sources whose traces can be linked. */
export const TRACE_TYPES: readonly string[] = Object.keys(TRACE_QUERIES);

/** Types of data sources whose logs can be linked. */
export const LOG_TYPES: readonly string[] = Object.keys(LOG_QUERIES);

/**
 * Path of Explore with the record's trace in the app's traces, without Grafana's sub path. Null if the type of data
 * source is not supported or the trace id is not one.
 */
export function tracePath(dataSource: LinkedDataSource, record: LinkedRecord): string | null {
  return explorePath(TRACE_QUERIES, dataSource, record);
}

/** The same for the log lines that have the record's trace id. */
export function logsPath(dataSource: LinkedDataSource, record: LinkedRecord): string | null {
  return explorePath(LOG_QUERIES, dataSource, record);
}

/** The queries of `tracePath`, to run them here. Null as with `tracePath`. */
export function traceQueries({ type, jsonData }: LinkedDataSource, record: LinkedRecord): readonly Query[] | null {
  const queriesOf = Object.hasOwn(TRACE_QUERIES, type) ? TRACE_QUERIES[type] : undefined;
  return queriesOf === undefined || !isTraceId(record.traceId) ? null : withIds(queriesOf(record, jsonData));
}

function withIds(queries: readonly Query[]): Query[] {
  return queries.map((query, index) => ({ refId: String.fromCharCode('A'.charCodeAt(0) + index), ...query }));
}

function explorePath(
  queries: Readonly<Record<string, QueriesOf>>,
  { uid, type, jsonData }: LinkedDataSource,
  record: LinkedRecord,
): string | null {
  const queriesOf = Object.hasOwn(queries, type) ? queries[type] : undefined;
  if (queriesOf === undefined || !isTraceId(record.traceId)) {
    return null;
  }
  const { fromMs, toMs } = rangeAround(record);
  const pane = {
    datasource: uid,
    queries: withIds(queriesOf(record, jsonData)).map(({ refId, ...query }) => ({
      refId,
      datasource: { type, uid },
      ...query,
    })),
    range: { from: String(fromMs), to: String(toMs) },
  };
  const search = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ record: pane }) });
  return `/explore?${search.toString()}`;
}

/** Times of a record's trace, Unix ms, with a margin. */
export function rangeAround({ startUnixNano, durationMs }: LinkedRecord): { fromMs: number; toMs: number } {
  const startMs = unixMs(startUnixNano);
  return { fromMs: startMs - MARGIN_MS, toMs: startMs + Math.ceil(durationMs ?? 0) + MARGIN_MS };
}

/** Queries contain the id as it is. A record from outside may have any text there. */
function isTraceId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text) && !/^0+$/.test(text);
}

function logQlText(text: string): string {
  return JSON.stringify(text);
}

function clickHouseQuery(queryType: 'traces' | 'logs', format: number, rawSql: string): Query {
  return { editorType: 'sql', queryType, format, rawSql };
}

/** The columns of Grafana's trace view, from a table of OpenTelemetry's exporter. */
function traceSql(table: string, traceId: string): string {
  const pairsOf = (map: string) => `arrayMap(key -> map('key', key, 'value', ${map}[key]), mapKeys(${map}))`;
  return [
    'SELECT TraceId AS traceID, SpanId AS spanID, ParentSpanId AS parentSpanID,',
    'ServiceName AS serviceName, SpanName AS operationName,',
    'toUnixTimestamp64Nano(Timestamp) / 1000000 AS startTime, Duration / 1000000 AS duration,',
    `${pairsOf('SpanAttributes')} AS tags, ${pairsOf('ResourceAttributes')} AS serviceTags`,
    `FROM ${table} WHERE TraceId = '${traceId}' ORDER BY startTime LIMIT 10000`,
  ].join(' ');
}

function logsSql(table: string, traceId: string): string {
  return [
    'SELECT Timestamp AS timestamp, Body AS body, SeverityText AS level, LogAttributes AS labels, TraceId AS traceID',
    `FROM ${table} WHERE TraceId = '${traceId}' AND $__timeFilter(Timestamp) ORDER BY timestamp DESC LIMIT 1000`,
  ].join(' ');
}

/** The table that the settings of a ClickHouse data source name for traces or logs. */
function tableOf(jsonData: unknown, kind: 'traces' | 'logs', fallback: string): string {
  const settings = valueAt(jsonData, kind);
  const database = textAt(settings, 'defaultDatabase') ?? textAt(jsonData, 'defaultDatabase');
  const table = textAt(settings, 'defaultTable') ?? fallback;
  return [database, table].flatMap((name) => (name === undefined ? [] : [quoted(name)])).join('.');
}

function quoted(name: string): string {
  return `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function textAt(settings: unknown, name: string): string | undefined {
  const value = valueAt(settings, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function valueAt(settings: unknown, name: string): unknown {
  return typeof settings === 'object' && settings !== null && Object.hasOwn(settings, name)
    ? (settings as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
