import { ATTRIBUTES, type RecordKey } from '@tokentrail/records';
import { OWN_SCOPE } from '../own-scope.ts';
import { CONTENT_KEYS, contentOf, contentSizesOf } from '../record-content.ts';
import { MAX_APP_SPANS, type AppSpan, type TraceReader } from '../trace-reader.ts';
import type { TimeRange } from '../usage-ledger.ts';
import { isFrom } from './conditions.ts';
import { identifier } from './identifier.ts';
import { runQuery, type Query, type Row } from './query.ts';
import type { ClickHouseTransport } from './transport.ts';

export interface ClickHouseTraceReaderOptions {
  /** Transport to the traces store with an account that may read `otel_traces`. */
  traces: ClickHouseTransport;
  /** Default: `tokentrail_traces`. */
  database?: string;
}

/**
 * Reads content from ClickHouse. A replayed span is stored twice; one copy is read. Spans of other senders are ignored.
 */
export function clickHouseTraceReader({ traces, database }: ClickHouseTraceReaderOptions): TraceReader {
  const table = `${identifier(database ?? 'tokentrail_traces')}.otel_traces`;
  /** The row of a span with one column, `attributes`: what `sql` makes of the named attributes. */
  const read = async (key: RecordKey, sql: string, names: readonly string[], signal?: AbortSignal) => {
    const sender = isFrom(key.sender);
    const query = {
      sql:
        `SELECT ${sql} AS attributes FROM ${table} ` +
        'WHERE TraceId = {trace_id:String} AND SpanId = {span_id:String} ' +
        `AND Timestamp = fromUnixTimestamp64Nano({start:Int64}) AND ${sender.sql} ORDER BY sender LIMIT 1`,
      parameters: {
        ...sender.parameters,
        trace_id: key.traceId,
        span_id: key.spanId,
        start: key.startUnixNano,
        names,
      },
    };
    const [row] = await runQuery(traces, query, signal);
    return row === undefined ? null : attributesIn(row);
  };
  return {
    async contentSizes(key, signal) {
      const sizes = await read(key, `mapApply((name, value) -> (name, length(value)), ${NAMED})`, ALL_NAMES, signal);
      return sizes && contentSizesOf((name) => (sizes[name] === undefined ? undefined : Number(sizes[name])));
    },
    async content(key, keys = CONTENT_KEYS, signal) {
      const names = keys.map((one) => ATTRIBUTES[one].name);
      const texts = await read(key, NAMED, names, signal);
      return texts && contentOf((name) => (typeof texts[name] === 'string' ? texts[name] : undefined), keys);
    },
    async appSpans(traceId, range, signal) {
      return (await runQuery(traces, appSpansQuery(table, traceId, range), signal)).map(appSpanOf);
    },
    async oldestMs(signal) {
      // Read from the index of the parts, not from the rows.
      const sql = `SELECT count() > 0 AS has_rows, toUnixTimestamp64Milli(min(Timestamp)) AS oldest_ms FROM ${table}`;
      const [row] = await runQuery(traces, { sql, parameters: {} }, signal);
      return row !== undefined && Number(row['has_rows']) > 0 ? Number(row['oldest_ms']) : null;
    },
  };
}

/** Only these attributes leave the store: the others of a record are in the ledger. */
const NAMED = 'mapFilter((name, value) -> name IN {names:Array(String)}, SpanAttributes)';
const ALL_NAMES = CONTENT_KEYS.map((key) => ATTRIBUTES[key].name);

/** Our spans, records and attempts alike, have the instrumentation's scope. */
function appSpansQuery(table: string, traceId: string, { fromMs, toMs }: TimeRange): Query {
  return {
    sql:
      'SELECT SpanId AS span_id, ParentSpanId AS parent_span_id, SpanName AS name, ServiceName AS service, ' +
      'toString(toUnixTimestamp64Nano(Timestamp)) AS start, toString(Duration) AS duration_ns, StatusCode AS status ' +
      `FROM ${table} WHERE TraceId = {trace_id:String} AND Timestamp >= fromUnixTimestamp64Milli({from_ms:Int64}) ` +
      'AND Timestamp < fromUnixTimestamp64Milli({to_ms:Int64}) AND ScopeName != {own_scope:String} ' +
      'ORDER BY Timestamp, SpanId LIMIT 1 BY SpanId LIMIT {limit:UInt32}',
    parameters: {
      trace_id: traceId,
      from_ms: Math.trunc(fromMs),
      to_ms: Math.trunc(toMs),
      own_scope: OWN_SCOPE,
      limit: MAX_APP_SPANS,
    },
  };
}

function appSpanOf(row: Row): AppSpan {
  const parent = String(row['parent_span_id']);
  return {
    spanId: String(row['span_id']),
    parentSpanId: parent === '' ? null : parent,
    name: String(row['name']),
    service: String(row['service']),
    startUnixNano: String(row['start']),
    durationMs: Number(row['duration_ns']) / 1e6,
    failed: row['status'] === 'Error',
  };
}

function attributesIn({ attributes }: Row): Readonly<Record<string, unknown>> {
  return typeof attributes === 'object' && attributes !== null ? { ...attributes } : {};
}
