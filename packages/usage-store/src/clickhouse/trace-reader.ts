import { contentOf } from '../record-content.ts';
import type { TraceReader } from '../trace-reader.ts';
import { isFrom } from './conditions.ts';
import { identifier } from './identifier.ts';
import { runQuery } from './query.ts';
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
  return {
    async content(key, signal) {
      const sender = isFrom(key.sender);
      const query = {
        sql:
          `SELECT SpanAttributes AS attributes FROM ${table} ` +
          'WHERE TraceId = {trace_id:String} AND SpanId = {span_id:String} ' +
          `AND Timestamp = fromUnixTimestamp64Nano({start:Int64}) AND ${sender.sql} ORDER BY sender LIMIT 1`,
        parameters: { ...sender.parameters, trace_id: key.traceId, span_id: key.spanId, start: key.startUnixNano },
      };
      const [row] = await runQuery(traces, query, signal);
      return row === undefined ? null : contentOf(textIn(row['attributes']));
    },
  };
}

function textIn(attributes: unknown): (name: string) => string | undefined {
  return (name) => {
    const value = (attributes as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : undefined;
  };
}
