import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import type { ClickHouseTransport } from '../clickhouse/transport.ts';
import { OWN_SCOPE } from '../own-scope.ts';
import type { RecordVersion } from './record-version.ts';
import type { NewSetting } from './test-ledger.ts';

/** Inserts versions into the ledger like the collector's exporter: as spans, into the landing table. */
export async function insertIntoLanding(
  writer: ClickHouseTransport,
  versions: readonly RecordVersion[],
): Promise<void> {
  await insertSpans(writer, 'tokentrail_ledger.landing', versions);
}

export async function insertSpans(
  writer: ClickHouseTransport,
  table: string,
  versions: readonly RecordVersion[],
): Promise<void> {
  await insertRows(writer, table, versions.map(spanOf));
}

/** Inserts a setting like the command line. */
export async function insertSetting(writer: ClickHouseTransport, { name, value, setBy }: NewSetting): Promise<void> {
  const row = { name, value: JSON.stringify(value), set_by: setBy };
  await insertRows(writer, 'tokentrail_ledger.settings', [row]);
}

async function insertRows(writer: ClickHouseTransport, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const { status, body } = await writer({
    query: { query: `INSERT INTO ${table} (${columns}) FORMAT JSONEachRow` },
    sql: rows.map((row) => JSON.stringify(row)).join('\n'),
  });
  if (status !== 200) {
    throw new Error(`${table} refused the rows: ${body}`);
  }
}

function spanOf({ key, durationNs, attributes, scope = OWN_SCOPE }: RecordVersion) {
  return {
    Timestamp: `${key.startUnixNano.slice(0, -9)}.${key.startUnixNano.slice(-9)}`,
    TraceId: key.traceId,
    SpanId: key.spanId,
    SpanName: 'record',
    ServiceName: attributes.serviceName ?? 'conformance',
    ResourceAttributes: attributesOn('resource', attributes),
    ScopeName: scope,
    SpanAttributes: attributesOn('span', attributes),
    Duration: String(durationNs),
  };
}

/** The exporter writes every value as text, and an array as JSON. */
function attributesOn(position: 'span' | 'resource', attributes: RecordVersion['attributes']): Record<string, string> {
  const entries = Object.entries(attributes) as [AttributeKey, unknown][];
  return Object.fromEntries(
    entries
      .filter(([key]) => ATTRIBUTES[key].on === position)
      .map(([key, value]) => [ATTRIBUTES[key].name, Array.isArray(value) ? JSON.stringify(value) : String(value)]),
  );
}
