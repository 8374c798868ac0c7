import { ATTRIBUTES, PROCESS_FIELDS, type FieldDefinition } from '@tokentrail/records';
import { LANDING, ago, recordIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

const START = String(Date.now() - 7_200_000);

/** A report of the process `instance`. */
function report(id: number, instance: string, attributes: Record<string, string> = {}, span: object = {}) {
  return landingRow(
    id,
    { 'tokentrail.record.type': 'process', 'tokentrail.process.start_unix_ms': START, ...attributes },
    { ResourceAttributes: { 'service.instance.id': instance }, ...span },
  );
}

const processOf = (instance: string, columns: string) =>
  store.rows(`SELECT ${columns} FROM tokentrail_ledger.processes FINAL WHERE sender = '${instance}'`);

test('a report becomes a row of processes and none of records and attempts', async () => {
  await store.insert(LANDING, [report(1, 'a'), landingRow(2)]);
  await expect(processOf('a', 'service_name, unreadable')).resolves.toEqual([{ service_name: 'shop', unreadable: [] }]);
  await expect(recordIn(store, 1, 'span_id')).resolves.toEqual([]);
  await expect(recordIn(store, 2, 'span_id')).resolves.toHaveLength(1);
  const attempts = `SELECT count() AS n FROM tokentrail_ledger.record_attempts WHERE span_id LIKE '%01'`;
  await expect(store.rows(attempts, 'tokentrail_attempts_reader')).resolves.toEqual([{ n: '0' }]);
});

test('values that cannot be read become null and are listed, and the rest of the batch arrives', async () => {
  const hostile = {
    'tokentrail.process.start_unix_ms': '-1',
    'tokentrail.process.max_body_bytes': '1e9',
    'tokentrail.process.spool.bytes': '9223372036854775808',
    'tokentrail.process.spool.segments': '-1',
    'tokentrail.process.privacy': 'yes',
    'tokentrail.process.sdks': '{"a":1}',
    'tokentrail.process.host': 'x'.repeat(5_000),
  };
  await store.insert(LANDING, [report(10, 'b', hostile, { Timestamp: ago(1_000) }), report(11, 'c')]);
  const columns = `max_body_bytes, spool_bytes, spool_segments, privacy, sdks, host,
    started_at = reported_at AS starts_at_report, arraySort(unreadable) AS unreadable`;
  await expect(processOf('b', columns)).resolves.toEqual([
    {
      max_body_bytes: null,
      spool_bytes: null,
      spool_segments: null,
      privacy: null,
      sdks: [],
      host: null,
      starts_at_report: 1,
      unreadable: [
        'max_body_bytes',
        'privacy',
        'sdks',
        'spool_bytes',
        'spool_segments',
        'started_at',
        'tokentrail.process.host',
      ],
    },
  ]);
  await expect(processOf('c', 'unreadable')).resolves.toEqual([{ unreadable: [] }]);
});

test('no text in any attribute blocks a batch', async () => {
  const fields: readonly FieldDefinition[] = Object.values(PROCESS_FIELDS);
  const read = fields.flatMap(({ attribute }) => (attribute === undefined ? [] : [ATTRIBUTES[attribute].name]));
  const texts = [
    '-1',
    '1e999',
    '9223372036854775808',
    'NaN',
    '[',
    '["{}"]',
    '[[[[',
    '[1,null]',
    '\0',
    "'); --",
    '{"a":1}',
  ];
  const names = [...read, 'tokentrail.process.start_unix_ms'];
  const rows = names.flatMap((name, index) =>
    texts.map((text, at) => {
      const odd = { [name]: text };
      const ResourceAttributes = { ...odd, 'service.instance.id': `odd-${index}-${at}` };
      return report(100 + index, '', odd, { ResourceAttributes });
    }),
  );
  await store.insert(LANDING, rows);
  const [{ n } = {}] = await store.rows(
    `SELECT count() AS n FROM tokentrail_ledger.processes FINAL WHERE sender LIKE 'odd-%'`,
  );
  expect(Number(n)).toBe(names.length * texts.length);
});

test('a report from the future does not win forever, and one of another sender replaces nothing', async () => {
  await store.insert(LANDING, [
    report(20, 'd', { 'tokentrail.process.dropped_records': '1' }, { Timestamp: ago(-80_000_000) }),
    report(21, 'e', { 'tokentrail.process.dropped_records': '9' }),
  ]);
  const [row] = await processOf('d', 'reported_at <= now64(3) + INTERVAL 6 MINUTE AS soon, dropped_records');
  expect(row).toEqual({ soon: 1, dropped_records: '1' });
  await expect(processOf('e', 'dropped_records')).resolves.toEqual([{ dropped_records: '9' }]);
});

test('readers of the ledger and of attempts may read processes', async () => {
  const sql = 'SELECT count() FROM tokentrail_ledger.processes';
  for (const account of ['tokentrail_ledger_reader', 'tokentrail_attempts_reader'] as const) {
    await expect(store.ask(sql, { account })).resolves.toMatchObject({ status: 200 });
  }
});
