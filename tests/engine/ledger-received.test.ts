import { setTimeout } from 'node:timers/promises';
import { LANDING, ago, recordIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const FORGED = '2001-02-03 04:05:06.789';

const store = useTestStore('ledger');

async function receivedMs(id: number): Promise<number[]> {
  const rows = await recordIn(store, id, 'toUnixTimestamp64Milli(received_at) AS ms');
  return rows.map(({ ms }) => Number(ms));
}

/** Inserts `rows` and returns the earliest and latest time at which they can have arrived. */
async function insertNow(rows: Record<string, unknown>[]): Promise<{ from: number; to: number }> {
  const from = Date.now();
  await store.insert(LANDING, rows);
  return { from, to: Date.now() };
}

function expectWithin(ms: number | undefined, { from, to }: { from: number; to: number }): void {
  expect(ms).toBeGreaterThanOrEqual(from);
  expect(ms).toBeLessThanOrEqual(to);
}

test('a row has the time of its arrival, independent of what its sender writes', async () => {
  const attributes = {
    received_at: FORGED,
    'tokentrail.received_at': FORGED,
    'tokentrail.record.version_unix_ms': String(Date.parse('2021-01-01')),
  };
  const resource = { received_at: FORGED, 'tokentrail.received_at': FORGED };
  const arrival = await insertNow([landingRow(1, attributes, { ResourceAttributes: resource })]);
  const [ms] = await receivedMs(1);
  expectWithin(ms, arrival);
});

test('a batch that is sent again adds no record, and sets the time of its last arrival', async () => {
  const batch = [landingRow(2, { 'user.id': 'ann' }), landingRow(3)];
  await insertNow(batch);
  const [{ received_at: _first, ...before } = {}] = await recordIn(store, 2, '*');
  await setTimeout(5);
  const again = await insertNow(batch);
  const rows = await recordIn(store, 2, '*');
  expect(rows).toHaveLength(1);
  const [{ received_at: _last, ...after } = {}] = rows;
  expect(after).toEqual(before);
  expectWithin((await receivedMs(2))[0], again);
});

test('the end of a running call has its own time of arrival', async () => {
  await insertNow([landingRow(4, { 'tokentrail.record.state': 'streaming' })]);
  await setTimeout(5);
  const end = await insertNow([landingRow(4)]);
  expectWithin((await receivedMs(4))[0], end);
});

test('a replay after the hour leaves the time of the first arrival', async () => {
  const row = landingRow(5, {}, { Timestamp: ago(2 * 3_600_000) });
  const first = await insertNow([row]);
  await setTimeout(5);
  await insertNow([row]);
  const times = await receivedMs(5);
  expect(times).toHaveLength(1);
  expectWithin(times[0], first);
});

test('a repriced row has the time of its arrival, independent of what the repricer writes', async () => {
  await insertNow([landingRow(6, { 'tokentrail.cost.charged.state': 'unknown_price' })]);
  const [row] = await recordIn(store, 6, '*');
  const repriced = {
    ...row,
    received_at: FORGED,
    ver: String((3n << 56n) + BigInt(Date.now())),
    repriced_by: 'ann',
    repriced_reason: 'late price',
  };
  const columns = Object.keys(repriced).map((name) => `\`${name}\``);
  const sql = `INSERT INTO tokentrail_ledger.repriced (${columns.join(', ')}) FORMAT JSONEachRow`;
  const from = Date.now();
  const response = await store.ask(sql, { account: 'tokentrail_repricer', body: JSON.stringify(repriced) });
  expect(response.status).toBe(200);
  const [after] = await recordIn(store, 6, 'repriced_by');
  expect(after).toEqual({ repriced_by: 'ann' });
  expectWithin((await receivedMs(6))[0], { from, to: Date.now() });
});
