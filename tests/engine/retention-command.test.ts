/** `tokentrail retention`, on both stores. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerRetentionStatements, RETENTION_DAYS } from '@tokentrail/clickhouse';
import { runShell } from './run-shell.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(90_000);

const AGES = [29, 31, 89, 91, 364, 366];
const TYPES = ['usage', 'request', 'system'];

let ledger: TestStore;
let traces: TestStore;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-retention-'));
  [ledger, traces] = await Promise.all([startTestStore('ledger'), startTestStore('traces')]);
  const daysAgo = (days: number) => ({
    Timestamp: new Date(Date.now() - days * 86_400_000).toISOString().replace('T', ' ').replace('Z', ''),
  });
  const ofLedger = TYPES.flatMap((type, index) =>
    AGES.map((age) =>
      landingRow(1000 * index + age, { 'tokentrail.record.type': type, 'tokentrail.attempts': '["{}"]' }, daysAgo(age)),
    ),
  );
  await ledger.insert('tokentrail_ledger.landing', ofLedger);
  await traces.insert(
    'tokentrail_traces.otel_traces',
    [1, 6, 8, 12].map((age) => landingRow(age, {}, daysAgo(age))),
  );
}, 90_000);

afterAll(async () => {
  await Promise.all([ledger.end(), traces.end()]);
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const shell = (command: string, env: Record<string, string> = {}) =>
  runShell(command, folder, {
    TOKENTRAIL_LEDGER_URL: ledger.engine.url,
    TOKENTRAIL_TRACES_URL: traces.engine.url,
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
    TOKENTRAIL_DATA_MANAGER_PASSWORD: PASSWORDS.tokentrail_data_manager,
    ...env,
  });
const write = (text: string) => writeFileSync(join(folder, 'retention.yaml'), text);
const agesOf = async (type: string) => {
  const rows = await ledger.rows(
    `SELECT dateDiff('day', start_time, now()) AS age FROM tokentrail_ledger.usage_records WHERE record_type = '${type}' ORDER BY age`,
  );
  return rows.map(({ age }) => Number(age));
};
const attempts = async () =>
  (await ledger.rows('SELECT trace_id FROM tokentrail_ledger.record_attempts', 'tokentrail_attempts_reader')).length;
const spans = async () => (await traces.rows('SELECT TraceId FROM tokentrail_traces.otel_traces')).length;

/** The store removes expired rows in the background. */
async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  for (let waited = 0; waited < 60_000 && JSON.stringify(await read()) !== JSON.stringify(expected); waited += 200) {
    await sleep(200);
  }
  expect(await read()).toEqual(expected);
}

const DAYS = 'days: { usage: 30, request: 90, event: 365, content: 7 }';

test('says what a shorter retention removes, and removes nothing without --yes', async () => {
  write(DAYS);
  const { code, text } = await shell('tokentrail retention apply --by ann');
  expect(code).toBe(2);
  expect(text.split('\n')).toEqual([
    'usage: 400 → 30 days: removes 5 rows',
    'request: 400 → 90 days: removes 3 rows',
    'event: 400 → 365 days: removes 1 row',
    'attempts: 400 → 30 days: removes attempts older than 30 days',
    'content: 14 → 7 days: removes content older than 7 days',
    expect.stringContaining('nothing was changed: what expires earlier cannot be restored'),
    '',
  ]);
  expect([await agesOf('usage'), await spans()]).toEqual([AGES, 4]);
});

test('with --yes, each class keeps its days, attempts those of calls, and the settings state them', async () => {
  const { code, text } = await shell('tokentrail retention apply --yes --by ann');
  expect([code, text]).toEqual([0, expect.stringContaining('done: the stores remove')]);
  await eventually(() => agesOf('usage'), [29]);
  await eventually(() => agesOf('request'), [29, 31, 89]);
  await eventually(() => agesOf('system'), [29, 31, 89, 91, 364]);
  await eventually(attempts, 3);
  await eventually(spans, 2);
  const [setting] = await ledger.rows(
    "SELECT value, set_by FROM tokentrail_ledger.settings FINAL WHERE name = 'retention'",
  );
  expect([JSON.parse(String(setting?.['value'])), setting?.['set_by']]).toEqual([
    { ...RETENTION_DAYS, usage: 30, request: 90, event: 365, attempts: 30, content: 7 },
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
});

test.each([
  ['', 'retention.yaml:1: write one key, days'],
  ['days: { calls: 3 }', 'retention.yaml:1: calls is no class'],
  ['days:\n  usage: 0', 'retention.yaml:2: usage must be a whole number of days'],
  ['days:\n  usage: "30"', 'retention.yaml:2: usage must be a whole number of days'],
  ['days: [', 'retention.yaml:1: '],
])('the file %j is refused with its line', async (content, message) => {
  write(content);
  const { code, text } = await shell('tokentrail retention apply --yes');
  expect([code, text]).toEqual([2, expect.stringContaining(message)]);
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
    expect([account, (await ledger.ask(statement, { account })).code]).toEqual([account, '497']);
  }
  for (const sql of [
    'ALTER TABLE tokentrail_ledger.usage_records MODIFY TTL toDateTime(start_time) + INTERVAL 1 DAY DELETE',
    statement.replace('MODIFY TTL', 'DROP COLUMN request_model, MODIFY TTL'),
    statement.replace('usage_records', 'settings'),
    statement.replace("'usage'", "'us' || 'age'"),
    'ALTER TABLE tokentrail_ledger.usage_records DELETE WHERE 1',
    'SELECT count() FROM tokentrail_ledger.usage_records',
  ]) {
    const response = await ledger.ask(sql, { account: 'tokentrail_data_manager' });
    expect([sql, response.code]).toEqual([sql, '497']);
  }
});
