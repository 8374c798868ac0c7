import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptsIn, ago, recordIn } from './ledger-rows.ts';
import { landingRow, startTestStore, temporaryFolder, type TestStore } from './test-store.ts';

// Several inserts per test, on an engine that shares the machine.
jest.setTimeout(30_000);

const LANDING = 'tokentrail_ledger.landing';
const DAY_MS = 86_400_000;

const FIRST = ago(60_000);
const LONG_AGO = ago(40 * DAY_MS);

function version(id: number, instance: string, Timestamp: string, attributes: Record<string, string>) {
  return landingRow(
    id,
    { 'tokentrail.record.version_unix_ms': String(Date.now()), 'tokentrail.cost.charged': '5', ...attributes },
    { Timestamp, ResourceAttributes: { 'service.instance.id': instance } },
  );
}

const running = { 'tokentrail.record.state': 'streaming', 'tokentrail.attempts': '["{\\"index\\":0}"]' };
const ended = { 'user.id': 'ann', 'tokentrail.attempts': '["{\\"index\\":1}"]' };
const old = [
  version(1, 'app-1', FIRST, running),
  version(2, 'app-1', FIRST, ended),
  version(3, 'app-2', LONG_AGO, ended),
  landingRow(4, {}, { Timestamp: FIRST, ResourceAttributes: {} }),
  version(3, 'app-2', LONG_AGO, { ...ended, 'tokentrail.record.version_unix_ms': String(Date.now() + 1) }),
  version(5, 'app-1', FIRST, running),
];

const dataDir = temporaryFolder();
let store: TestStore;
beforeAll(async () => {
  const rows = join(dataDir, 'rows.jsonl');
  writeFileSync(rows, old.map((row) => JSON.stringify(row)).join('\n'));
  const program = fileURLToPath(new URL('./old-ledger.ts', import.meta.url));
  execFileSync(process.execPath, [program, dataDir, rows], { stdio: ['ignore', 'ignore', 'pipe'] });
  // Twice: the schema may be applied again at any time.
  const first = await startTestStore('ledger', dataDir);
  await first.engine.stop();
  store = await startTestStore('ledger', dataDir);
}, 120_000);
afterAll(() => store.end());

const recordOf = (id: number, columns: string) => recordIn(store, id, columns);
const totals = async () => {
  const [row] = await store.rows(
    `SELECT count() AS n, toString(sum(toInt128(cost_charged))) AS charged
     FROM tokentrail_ledger.usage_records FINAL WHERE span_id < '00000000000000ff'`,
  );
  return row;
};

test('every record of an older ledger is kept, once, under its sender', async () => {
  await expect(totals()).resolves.toEqual({ n: '5', charged: '20' });
  const senders = await Promise.all([1, 2, 3, 4].map((id) => recordOf(id, 'sender')));
  expect(senders).toEqual([[{ sender: 'app-1' }], [{ sender: 'app-1' }], [{ sender: 'app-2' }], [{ sender: 'shop' }]]);
  await expect(attemptsIn(store, 2, '`index` AS i')).resolves.toEqual([{ i: 1 }]);
});

test('a replay of an older record adds no second one, and the end of a running call completes it', async () => {
  await store.insert(LANDING, old);
  await expect(totals()).resolves.toEqual({ n: '5', charged: '20' });
  await store.insert(LANDING, [version(1, 'app-1', FIRST, ended)]);
  await expect(recordOf(1, 'state, user_id')).resolves.toEqual([{ state: 'success', user_id: 'ann' }]);
  await expect(totals()).resolves.toEqual({ n: '5', charged: '20' });
});

test('an older record cannot be replaced by another sender, nor by its own after an hour', async () => {
  const forged = { 'user.id': 'mallory', 'tokentrail.cost.charged': '1' };
  await store.insert(LANDING, [version(3, 'app-2', LONG_AGO, forged), version(2, 'mallory', FIRST, forged)]);
  await expect(recordOf(3, 'user_id, cost_charged')).resolves.toEqual([{ user_id: 'ann', cost_charged: '5' }]);
  await expect(recordOf(2, 'sender, user_id')).resolves.toEqual([
    { sender: 'app-1', user_id: 'ann' },
    { sender: 'mallory', user_id: 'mallory' },
  ]);
});

test('an older record can be repriced', async () => {
  const [row] = await recordOf(3, '*');
  const repriced = {
    ...row,
    ...{
      cost_charged: '9',
      ver: String((3n << 56n) + BigInt(Date.now())),
      repriced_by: 'ann',
      repriced_reason: 'late',
    },
  };
  const columns = Object.keys(repriced).map((name) => `\`${name}\``);
  const sql = `INSERT INTO tokentrail_ledger.repriced (${columns.join(', ')}) FORMAT JSONEachRow`;
  const response = await store.ask(sql, { account: 'tokentrail_repricer', body: JSON.stringify(repriced) });
  expect(response.status).toBe(200);
  await expect(recordOf(3, 'sender, cost_charged, user_id')).resolves.toEqual([
    { sender: 'app-2', cost_charged: '9', user_id: 'ann' },
  ]);
});
