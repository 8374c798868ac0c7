import { ATTEMPTS, LANDING, VERSION, attemptsIn, ago, recordIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

const recordOf = (id: number, columns: string) => recordIn(store, id, columns);

let goodId = 100_000;

/** Inserts `row` in one batch with a valid record, which must arrive. */
async function insertBeside(row: Record<string, unknown>): Promise<void> {
  const id = goodId++;
  await store.insert(LANDING, [
    { ResourceAttributes: {}, ...row },
    { ResourceAttributes: {}, ...landingRow(id) },
  ]);
  await expect(recordOf(id, 'unreadable')).resolves.toEqual([{ unreadable: [] }]);
}

test('a batch with starts in 3,000 different months makes few parts, and every record arrives', async () => {
  const months = Array.from({ length: 3_000 }, (_, index) => ({
    ...landingRow(10_000 + index, {}, { TraceId: 'months' }),
    Timestamp: `${1900 + (index % 362)}-0${1 + (index % 9)}-01 00:00:00`,
  }));
  await store.insert(LANDING, months);
  const [row] = await store.rows(
    `SELECT count() AS n, uniqExact(toYYYYMM(start_time)) < 90 AS few, countIf(has(unreadable, 'start_time')) > 2000 AS named
     FROM tokentrail_ledger.usage_records WHERE trace_id = 'months'`,
  );
  // A start older than the ledger's retention disappears at the next merge.
  expect(row).toMatchObject({ few: 1, named: 1 });
  expect(Number(row?.['n'])).toBeGreaterThan(2_000);
});

test.each([
  ['empty', '', ''],
  ['too short', 'ab', 'c'],
  ['too long', 'a'.repeat(1_000), 'b'.repeat(1_000)],
  ['no hex', "'; DROP TABLE x; --", '\\'],
  ['with a NUL byte', 'a\0b', 'c\0'],
])('a record with ids that are %s is kept like others', async (_, TraceId, SpanId) => {
  await insertBeside(landingRow(1, { 'user.id': 'odd' }, { TraceId, SpanId }));
  const rows = await store.rows(
    `SELECT trace_id, span_id FROM tokentrail_ledger.usage_records FINAL WHERE user_id = 'odd'`,
  );
  expect(rows).toContainEqual({ trace_id: TraceId, span_id: SpanId });
});

test('a NUL byte in a text is kept', async () => {
  await insertBeside(landingRow(2, { 'gen_ai.request.model': 'a\0b', 'user.id': '\0' }));
  await expect(recordOf(2, 'request_model, user_id')).resolves.toEqual([{ request_model: 'a\0b', user_id: '\0' }]);
});

test('invalid UTF-8 becomes the replacement character', async () => {
  const row = JSON.stringify(landingRow(3, { 'gen_ai.request.model': 'XX' }, { ServiceName: 'XX' }));
  const [before = '', between = '', after = ''] = row.split('XX');
  const invalid = Buffer.from([0x61, 0xff, 0xfe, 0x62]);
  const columns = Object.keys(landingRow(3)).join(', ');
  const response = await store.ask(`INSERT INTO ${LANDING} (${columns}) FORMAT JSONEachRow`, {
    account: 'tokentrail_writer',
    body: new Uint8Array(
      Buffer.concat([Buffer.from(before), invalid, Buffer.from(between), invalid, Buffer.from(after)]),
    ),
  });
  expect(response.status).toBe(200);
  await expect(
    recordOf(3, 'hex(request_model) AS model, hex(service_name) AS service, hex(sender) AS by'),
  ).resolves.toEqual([{ model: '61EFBFBD62', service: '61EFBFBD62', by: '61EFBFBD62' }]);
});

test.each([
  ['gen_ai.request.model', 'request_model', 4],
  ['user_agent.original', 'user_agent', 5],
  ['user.id', 'user_id', 6],
  ['tokentrail.error.code', 'error_code', 7],
  ['tokentrail.price.entry', 'price_entry', 8],
])(
  'a text of 1 MB in %s is null and listed as unreadable, and one of 4,096 bytes is kept',
  async (attribute, column, id) => {
    await insertBeside(landingRow(id, { [attribute]: 'm'.repeat(1_000_000) }));
    await expect(recordOf(id, `${column} AS value, unreadable`)).resolves.toEqual([
      { value: null, unreadable: [attribute] },
    ]);
    await insertBeside(landingRow(id + 50, { [attribute]: 'm'.repeat(4_096) }));
    await expect(recordOf(id + 50, `length(${column}) AS n, unreadable`)).resolves.toEqual([
      { n: '4096', unreadable: [] },
    ]);
  },
);

test('a service and an instance with names of 1 MB count as one sender without a name, also for attempts', async () => {
  const name = 's'.repeat(1_000_000);
  const span = { ServiceName: name, ResourceAttributes: { 'service.instance.id': name } };
  await insertBeside(landingRow(9, { [ATTEMPTS]: '["{}"]' }, span));
  await expect(recordOf(9, 'sender, service_name, service_instance_id, unreadable')).resolves.toEqual([
    { sender: '-', service_name: '', service_instance_id: null, unreadable: ['service.instance.id'] },
  ]);
  await expect(attemptsIn(store, 9, 'sender')).resolves.toEqual([{ sender: '-' }]);
});

test.each([
  ['an array of arrays', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, []],
  ['an attempt of arrays', JSON.stringify([`{"index":3,"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`]), [null]],
  ['an attempt of objects', JSON.stringify([`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`]), [null]],
  ['an attempt that is no object', JSON.stringify(['[]', '7', '', 'null', '{"index":2}']), [null, null, null, null, 2]],
])('deep or odd JSON breaks nothing: %s', async (name, attempts, indexes) => {
  const id = 20 + name.length;
  await insertBeside(landingRow(id, { [ATTEMPTS]: attempts }));
  await expect(recordOf(id, 'record_type')).resolves.toEqual([{ record_type: 'usage' }]);
  const found = await attemptsIn(store, id, '`index` AS i');
  expect(found.map(({ i }) => i)).toEqual(indexes);
});

test('10,000 attempts of a record are kept; 100,000 are dropped and listed as unreadable', async () => {
  const attempts = (count: number) => JSON.stringify(Array.from({ length: count }, () => '{"index":1}'));
  await insertBeside(landingRow(60, { [ATTEMPTS]: attempts(10_000) }));
  await insertBeside(landingRow(61, { [ATTEMPTS]: attempts(100_000) }));
  await expect(attemptsIn(store, 60, 'state').then((rows) => rows.length)).resolves.toBe(10_000);
  await expect(attemptsIn(store, 61, 'state')).resolves.toEqual([]);
  await expect(recordOf(60, 'unreadable')).resolves.toEqual([{ unreadable: [] }]);
  await expect(recordOf(61, 'unreadable')).resolves.toEqual([{ unreadable: ['attempts'] }]);
});

test('attempts of more than 4 MiB are dropped and listed as unreadable', async () => {
  const text = JSON.stringify([JSON.stringify({ index: 1, model: 'm'.repeat(4_300_000) })]);
  await insertBeside(landingRow(62, { [ATTEMPTS]: text }));
  await expect(attemptsIn(store, 62, 'state')).resolves.toEqual([]);
  await expect(recordOf(62, 'unreadable')).resolves.toEqual([{ unreadable: [ATTEMPTS] }]);
});

test.each([
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551615',
  '0',
  '-1',
  '1e18',
  '',
  '4398046511104',
])('an ended record keeps its rank with the version %j', async (version) => {
  for (const Timestamp of [ago(60_000), ago(10 * 86_400_000), '1900-01-01 00:00:00', '2262-01-01 00:00:00']) {
    await insertBeside(landingRow(70, { [VERSION]: version }, { Timestamp, Duration: '18446744073709551615' }));
  }
  const rows = await recordOf(70, 'bitShiftRight(ver, 56) AS rank, bitAnd(ver, 72057594037927935) > 0 AS some');
  for (const row of rows) {
    expect(row).toEqual({ rank: '2', some: 1 });
  }
});

test('records of an unknown type or state are kept unchanged and not counted in totals of calls', async () => {
  const odd = { 'tokentrail.record.type': 'odd_type', 'tokentrail.record.state': 'odd_state', 'user.id': 'odd type' };
  await insertBeside(landingRow(80, odd));
  await expect(recordOf(80, 'record_type, state, bitShiftRight(ver, 56) AS rank')).resolves.toEqual([
    { record_type: 'odd_type', state: 'odd_state', rank: '2' },
  ]);
});
