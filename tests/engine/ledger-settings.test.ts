import { useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

const SETTINGS = 'tokentrail_ledger.settings';
const account = 'tokentrail_settings_writer';

const write = (row: object, table = SETTINGS) => {
  const columns = Object.keys(row).join(', ');
  return store.ask(`INSERT INTO ${table} (${columns}) FORMAT JSONEachRow`, { account, body: JSON.stringify(row) });
};
const newest = (name: string) =>
  store.rows(`SELECT value, set_by, set_at > now() - 60 AS is_new FROM ${SETTINGS} FINAL WHERE name = '${name}'`);

test('the newest value of a setting counts, with who set it and when', async () => {
  for (const [value, set_by] of [
    ['{"a":1}', 'ann'],
    ['{"a":2}', 'bob'],
  ] as const) {
    expect((await write({ name: 'example', value, set_by })).status).toBe(200);
  }
  await expect(newest('example')).resolves.toEqual([{ value: '{"a":2}', set_by: 'bob', is_new: 1 }]);
});

test.each<[what: string, row: object, error: string]>([
  ['a time of its own', { name: 'x', value: '1', set_by: 'ann', set_at: '2100-01-01 00:00:00' }, 'MATERIALIZED'],
  ['no JSON', { name: 'x', value: '{', set_by: 'ann' }, 'has_a_json_value'],
  ['more than 1 MiB', { name: 'x', value: JSON.stringify('x'.repeat(1_048_575)), set_by: 'ann' }, 'of_at_most_1_mib'],
  ['no name', { value: '1', set_by: 'ann' }, 'has_a_name'],
  ['a name of another form', { name: 'A b', value: '1', set_by: 'ann' }, 'has_a_name'],
  ['no name of who set it', { name: 'x', value: '1' }, 'states_who_set_it'],
])('a setting with %s is refused and named', async (_what, row, error) => {
  const response = await write(row);
  expect(response.status).toBe(500);
  expect(response.text).toContain(error);
  await expect(newest('x')).resolves.toEqual([]);
});

test('settings come from an account that may do nothing else, and every reader of the ledger may read them', async () => {
  for (const table of ['landing', 'usage_records', 'record_attempts', 'price_entries', 'processes', 'repriced']) {
    expect((await write({ name: 'x' }, `tokentrail_ledger.${table}`)).code).toBe('497');
  }
  expect((await store.ask(`SELECT name FROM ${SETTINGS}`, { account })).code).toBe('497');
  const row = { body: JSON.stringify({ name: 'y', value: '1', set_by: 'eve' }) };
  for (const other of [
    'tokentrail_writer',
    'tokentrail_repricer',
    'tokentrail_ledger_reader',
    'tokentrail_attempts_reader',
  ] as const) {
    const response = await store.ask(`INSERT INTO ${SETTINGS} (name, value, set_by) FORMAT JSONEachRow`, {
      account: other,
      ...row,
    });
    expect([other, response.code]).toEqual([other, '497']);
  }
  for (const reader of ['tokentrail_ledger_reader', 'tokentrail_attempts_reader'] as const) {
    await expect(store.rows(`SELECT name FROM ${SETTINGS} WHERE name = 'retention'`, reader)).resolves.toHaveLength(1);
  }
});
