import { logsPath, LOG_TYPES, TRACE_TYPES, tracePath, type LinkedRecord } from './explore-links.ts';

const RECORD: LinkedRecord = {
  startUnixNano: '1763820730412123456',
  durationMs: 2410.5,
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  serviceName: 'shop',
};

interface Pane {
  datasource: string;
  queries: readonly Record<string, unknown>[];
  range: { from: string; to: string };
}

/** The pane of Explore that a path describes. */
function paneOf(path: string | null): Pane {
  const url = new URL(path ?? '', 'http://grafana.example');
  expect(url.pathname).toBe('/explore');
  expect(url.searchParams.get('schemaVersion')).toBe('1');
  const panes = JSON.parse(url.searchParams.get('panes') ?? '') as Record<string, Pane>;
  const [pane] = Object.values(panes);
  if (pane === undefined) {
    throw new Error('the path has no pane');
  }
  return pane;
}

const queriesOf = (path: string | null) => paneOf(path).queries;

test('a link shows the time around the record, from its data source', () => {
  const pane = paneOf(tracePath({ uid: 'a/b&c', type: 'tempo' }, RECORD));
  expect(pane.datasource).toBe('a/b&c');
  expect(pane.range).toEqual({ from: String(1763820730412 - 300_000), to: String(1763820730412 + 2411 + 300_000) });
});

test('a record without duration ends at its start', () => {
  const { range } = paneOf(tracePath({ uid: 't', type: 'tempo' }, { ...RECORD, durationMs: null }));
  expect(range.to).toBe(String(1763820730412 + 300_000));
});

test.each([
  ['tempo', { queryType: 'traceql', query: RECORD.traceId }],
  ['jaeger', { query: RECORD.traceId }],
  ['zipkin', { queryType: 'traceID', query: RECORD.traceId }],
])('a trace in %s is found by its id', (type, query) => {
  expect(queriesOf(tracePath({ uid: 't', type }, RECORD))).toEqual([
    { refId: 'A', datasource: { type, uid: 't' }, ...query },
  ]);
});

test('a trace in ClickHouse is read from the table of the settings', () => {
  const type = 'grafana-clickhouse-datasource';
  const jsonData = { defaultDatabase: 'otel', traces: { defaultDatabase: 'apps', defaultTable: 'my"spans' } };
  const [query] = queriesOf(tracePath({ uid: 'ch', type, jsonData }, RECORD));
  expect(query).toMatchObject({ editorType: 'sql', queryType: 'traces', format: 3 });
  expect(query?.['rawSql']).toContain(`FROM "apps"."my\\"spans" WHERE TraceId = '${RECORD.traceId}'`);
  const [byDefault] = queriesOf(tracePath({ uid: 'ch', type, jsonData: {} }, RECORD));
  expect(byDefault?.['rawSql']).toContain('FROM "otel_traces" WHERE');
});

test('logs in Loki are found by the id in the line, and by the id beside it', () => {
  const queries = queriesOf(logsPath({ uid: 'l', type: 'loki' }, RECORD));
  expect(queries).toMatchObject([
    { refId: 'A', expr: `{service_name="shop"} |= "${RECORD.traceId}"` },
    { refId: 'B', expr: `{service_name="shop"} | trace_id="${RECORD.traceId}"` },
  ]);
});

test('a service name cannot change the query', () => {
  const [query] = queriesOf(logsPath({ uid: 'l', type: 'loki' }, { ...RECORD, serviceName: 'a"} or {b="' }));
  expect(query?.['expr']).toBe(`{service_name="a\\"} or {b=\\""} |= "${RECORD.traceId}"`);
});

test('logs of a record without service are searched in all services', () => {
  const [query] = queriesOf(logsPath({ uid: 'l', type: 'loki' }, { ...RECORD, serviceName: '' }));
  expect(query?.['expr']).toMatch(/^\{service_name=~"\.\+"\} /);
});

test('logs in Elasticsearch are found by the id in any field', () => {
  const [query] = queriesOf(logsPath({ uid: 'e', type: 'elasticsearch', jsonData: { timeField: 'at' } }, RECORD));
  expect(query).toMatchObject({ query: `"${RECORD.traceId}"`, metrics: [{ type: 'logs' }], timeField: 'at' });
});

test('logs in ClickHouse are read from the table of the settings', () => {
  const type = 'grafana-clickhouse-datasource';
  const [query] = queriesOf(logsPath({ uid: 'ch', type, jsonData: { logs: { defaultTable: 'lines' } } }, RECORD));
  expect(query).toMatchObject({ editorType: 'sql', queryType: 'logs', format: 2 });
  expect(query?.['rawSql']).toContain(`FROM "lines" WHERE TraceId = '${RECORD.traceId}'`);
});

test('there is no link to a type of data source that is not supported', () => {
  for (const type of ['prometheus', 'toString', ...LOG_TYPES.filter((one) => !TRACE_TYPES.includes(one))]) {
    expect(tracePath({ uid: 'x', type }, RECORD)).toBeNull();
  }
  expect(logsPath({ uid: 'x', type: 'tempo' }, RECORD)).toBeNull();
});

test.each(['', '0'.repeat(32), "4bf92f3577b34da6' OR 1=1", RECORD.traceId.toUpperCase()])(
  'there is no link for the trace id "%s"',
  (traceId) => {
    expect(tracePath({ uid: 't', type: 'tempo' }, { ...RECORD, traceId })).toBeNull();
  },
);
