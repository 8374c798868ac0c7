/** `tokentrail retention`, on both stores. */
import { ledgerRetentionStatements, RETENTION_DAYS } from '@tokentrail/clickhouse';
import { eventually, useCommandStores } from './command-stores.ts';
import { landingRow } from './test-store.ts';

const AGES = [29, 31, 89, 91, 364, 366];
const TYPES = ['usage', 'request', 'system'];
/** A group with days of its own. Its name must not end a text of SQL. */
const GROUP = "se'arch \\";

const daysAgo = (days: number) => ({
  Timestamp: new Date(Date.now() - days * 86_400_000).toISOString().replace('T', ' ').replace('Z', ''),
});
const rowsOf = (type: string, from: number, more: Record<string, string> = {}) =>
  AGES.map((age) =>
    landingRow(from + age, { 'tokentrail.record.type': type, 'tokentrail.attempts': '["{}"]', ...more }, daysAgo(age)),
  );

const stores = useCommandStores(async ({ ledger, traces }) => {
  await ledger.insert('tokentrail_ledger.landing', [
    ...TYPES.flatMap((type, index) => rowsOf(type, 1000 * index)),
    ...rowsOf('usage', 10_000, { 'tokentrail.group': GROUP }),
    ...rowsOf('request', 11_000, { 'tokentrail.group': GROUP }),
  ]);
  await traces.insert(
    'tokentrail_traces.otel_traces',
    [1, 6, 8, 12].map((age) => landingRow(age, {}, daysAgo(age))),
  );
});
const { shell } = stores;

const write = (text: string) => stores.write('retention.yaml', text);
const agesOf = async (type: string, inGroup = false) => {
  const rows = await stores.ledger.rows(
    `SELECT dateDiff('day', start_time, now()) AS age FROM tokentrail_ledger.usage_records
     WHERE record_type = '${type}' AND isNull(\`group\`) = ${inGroup ? 0 : 1} ORDER BY age`,
  );
  return rows.map(({ age }) => Number(age));
};
const attemptsOf = async (group: string) =>
  (
    await stores.ledger.rows(
      `SELECT trace_id FROM tokentrail_ledger.record_attempts WHERE (\`group\` = '') = ${group === '' ? 1 : 0}`,
      'tokentrail_attempts_reader',
    )
  ).length;
const spans = async () => (await stores.traces.rows('SELECT TraceId FROM tokentrail_traces.otel_traces')).length;

const DAYS = 'days: { usage: 30, request: 90, event: 365, content: 7 }';
const GROUPS = `groups: { ${JSON.stringify(GROUP)}: 365 }`;

test('says what a shorter retention removes, and removes nothing without --yes', async () => {
  write(`${DAYS}\n${GROUPS}`);
  const { code, text } = await shell('tokentrail retention apply --by ann', {
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: '',
  });
  expect(code).toBe(2);
  expect(text.split('\n')).toEqual([
    'usage: 400 → 30 days: removes 5 rows',
    'request: 400 → 90 days: removes 3 rows',
    'event: 400 → 365 days: removes 1 row',
    'attempts: 400 → 30 days: removes attempts older than 30 days',
    'content: 14 → 7 days: removes content older than 7 days',
    `group ${GROUP}: those of its class → 365 days: removes 2 rows`,
    expect.stringContaining('nothing was changed: what expires earlier cannot be restored'),
    '',
  ]);
  expect([await agesOf('usage'), await agesOf('usage', true), await spans()]).toEqual([AGES, AGES, 4]);
});

test('with --yes, each class and group keeps its days, attempts those of calls, and the settings state them', async () => {
  const { code, text } = await shell('tokentrail retention apply --yes --by ann');
  expect([code, text]).toEqual([0, expect.stringContaining('done: the stores remove')]);
  await eventually(() => agesOf('usage'), [29]);
  await eventually(() => agesOf('request'), [29, 31, 89]);
  await eventually(() => agesOf('system'), [29, 31, 89, 91, 364]);
  await eventually(() => agesOf('usage', true), [29, 31, 89, 91, 364]);
  await eventually(() => agesOf('request', true), [29, 31, 89, 91, 364]);
  await eventually(() => attemptsOf(''), 3);
  await eventually(() => attemptsOf(GROUP), 10);
  await eventually(spans, 2);
  const [setting] = await stores.ledger.rows(
    "SELECT value, set_by FROM tokentrail_ledger.settings FINAL WHERE name = 'retention'",
  );
  expect([JSON.parse(String(setting?.['value'])), setting?.['set_by']]).toEqual([
    {
      ...RETENTION_DAYS,
      ...{ usage: 30, request: 90, event: 365, attempts: 30, content: 7, groups: { [GROUP]: 365 } },
    },
    'ann',
  ]);
});

test('a longer retention needs no confirmation, and an equal one changes nothing', async () => {
  write('days: { usage: 60 }');
  const longer = await shell('tokentrail retention apply');
  expect([longer.code, longer.text]).toEqual([
    0,
    expect.stringContaining('usage: 30 → 60 days\nattempts: 30 → 60 days'),
  ]);
  const equal = await shell('tokentrail retention apply');
  expect([equal.code, equal.text]).toEqual([0, 'nothing to change: the ledger has the days of retention.yaml\n']);
  expect(await agesOf('usage', true)).toEqual([29, 31, 89, 91, 364]);
});

test('a group that the file no longer names has the days of its class', async () => {
  write('groups:');
  const refused = await shell('tokentrail retention apply');
  expect([refused.code, refused.text]).toEqual([
    2,
    expect.stringContaining(`group ${GROUP}: 365 → those of its class: removes 6 rows`),
  ]);
  const { code } = await shell('tokentrail retention apply --yes');
  expect(code).toBe(0);
  await eventually(() => agesOf('usage', true), [29, 31]);
  await eventually(() => agesOf('request', true), [29, 31, 89]);
  await eventually(() => attemptsOf(GROUP), 4);
});

test.each([
  ['', 'retention.yaml:1: write the keys days'],
  ['days: { usage: 3 }\nusers: { ann: 3 }', 'retention.yaml:1: write the keys days'],
  ['groups: [search]', 'retention.yaml:1: groups must be a map'],
  ['groups:\n  search: 1.5', 'retention.yaml:2: search must be a whole number of days'],
  ['groups:\n  "": 5', 'retention.yaml:2: the name of a group must be one line'],
  ['groups:\n  a: 5\n  a: 6', 'retention.yaml:3: '],
  ['days: { calls: 3 }', 'retention.yaml:1: calls is no class'],
  ['days:\n  usage: 0', 'retention.yaml:2: usage must be a whole number of days'],
  ['days:\n  usage: "30"', 'retention.yaml:2: usage must be a whole number of days'],
  ['days: [', 'retention.yaml:1: '],
])('the file %j is refused with its line', async (content, message) => {
  write(content);
  const { code, text } = await shell('tokentrail retention apply --yes');
  expect([code, text]).toEqual([2, expect.stringContaining(message)]);
});

test('a file that is far too long is refused', async () => {
  write('x'.repeat(300_000));
  expect((await shell('tokentrail retention apply')).text).toContain('retention.yaml:1: the file is longer than');
});

test('without the password of the account, nothing is changed', async () => {
  write(DAYS);
  const missing = await shell('tokentrail retention apply --yes', { TOKENTRAIL_DATA_MANAGER_PASSWORD: '' });
  expect([missing.code, missing.text]).toEqual([
    2,
    expect.stringContaining('nothing may be changed: set TOKENTRAIL_DATA'),
  ]);
  const wrong = await shell('tokentrail retention apply --yes', { TOKENTRAIL_DATA_MANAGER_PASSWORD: 'x' });
  expect([wrong.code, wrong.text]).toEqual([2, expect.stringContaining('a store rejected the retention')]);
});

test('only the account for it may change a retention, and nothing else of a table', async () => {
  const [statement = ''] = ledgerRetentionStatements({ ...RETENTION_DAYS, usage: 1 });
  for (const account of ['tokentrail_writer', 'tokentrail_settings_writer', 'tokentrail_ledger_reader'] as const) {
    expect([account, (await stores.ledger.ask(statement, { account })).code]).toEqual([account, '497']);
  }
  const [ofGroup = ''] = ledgerRetentionStatements(RETENTION_DAYS, ['usage'], { search: 30 });
  const byGroup = [
    ofGroup.replace("['search']", '[(SELECT max(request_model) FROM tokentrail_ledger.usage_records)]'),
    ofGroup.replace('[30]', '[toUInt8(sleep(3))]'),
    ofGroup.replace("ifNull(`group`, '')", "ifNull(user_id, '')"),
  ];
  for (const sql of [
    'ALTER TABLE tokentrail_ledger.usage_records MODIFY TTL toDateTime(start_time) + INTERVAL 1 DAY DELETE',
    statement.replace('MODIFY TTL', 'DROP COLUMN request_model, MODIFY TTL'),
    statement.replace('usage_records', 'settings'),
    statement.replace("'usage'", "'us' || 'age'"),
    'ALTER TABLE tokentrail_ledger.usage_records DELETE WHERE 1',
    'SELECT count() FROM tokentrail_ledger.usage_records',
    ...byGroup,
  ]) {
    const response = await stores.ledger.ask(sql, { account: 'tokentrail_data_manager' });
    expect([sql, response.code]).toEqual([sql, '497']);
  }
});
