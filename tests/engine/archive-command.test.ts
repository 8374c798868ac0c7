/** `tokentrail export --format archive`, `tokentrail import`, and the sum of `--format focus`. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { runCli } from '../../cli/src/testing/run-cli.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

/** The month before this one: every day of it is over, and no ledger removes it. */
const MONTH_MS = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1, 1);
const MONTH = new Date(MONTH_MS).toISOString().slice(0, 7);
const DAY_MS = 86_400_000;

let full: TestStore;
let empty: TestStore;
let folder: string;
let archive: string;

const attempt = JSON.stringify([JSON.stringify({ index: 0, retry: 0, provider: 'openai', state: 'success' })]);

/** A call on the given day of the month. Null: its cost is not known. */
function call(id: number, day: number, paid: string | null, attributes: Record<string, string> = {}) {
  const Timestamp = new Date(MONTH_MS + day * DAY_MS + id).toISOString().replace('T', ' ').replace('Z', '');
  const cost = (name: string) => ({
    [`tokentrail.cost.${name}.state`]: paid === null ? 'unknown_price' : 'priced',
    ...(paid !== null && { [`tokentrail.cost.${name}`]: paid }),
  });
  const all = { 'gen_ai.provider.name': 'openai', 'tokentrail.attempts': attempt, ...cost('charged'), ...cost('paid') };
  return landingRow(id, { ...all, ...attributes }, { Timestamp });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-archive-'));
  archive = join(folder, 'archive');
  [full, empty] = await Promise.all([startTestStore('ledger'), startTestStore('ledger')]);
  await full.insert('tokentrail_ledger.landing', [
    call(1, 0, '9007199254740993', { 'tokentrail.group': '=1+1', 'user.id': 'ünï \u202e "quoted"' }),
    call(2, 0, '1'),
    call(3, 14, '300000001', { 'tokentrail.group': 'shop' }),
    call(4, 14, null),
    // The month after it.
    call(5, 31, '7'),
  ]);
}, 60_000);

afterAll(async () => {
  await Promise.all([full.end(), empty.end()]);
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const run = (store: TestStore, ...args: string[]) =>
  runCli(args, {
    TOKENTRAIL_LEDGER_URL: store.engine.url,
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
    TOKENTRAIL_DATA_MANAGER_PASSWORD: PASSWORDS.tokentrail_data_manager,
  });

async function contentOf(store: TestStore): Promise<string[]> {
  const month = `start_time >= '${MONTH}-01 00:00:00' AND start_time < toDateTime64('${MONTH}-01 00:00:00', 3) + INTERVAL 1 MONTH`;
  const tables = ['usage_records', 'record_attempts'];
  const read = (table: string) =>
    store.ask(
      `SELECT * FROM tokentrail_ledger.${table} FINAL WHERE ${month} ORDER BY start_time, trace_id, span_id FORMAT JSONEachRow`,
      { account: 'tokentrail_attempts_reader' },
    );
  const responses = await Promise.all(tables.map(read));
  expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  return responses.map(({ text }) => text);
}

test('an archive of a month becomes the same rows in an empty ledger, once', async () => {
  const exported = await run(full, 'export', '--format', 'archive', '--month', MONTH, '--output', archive, '--json');
  expect([exported.code, exported.err]).toEqual([0, '']);
  const [records, attempts] = await contentOf(full);
  expect(records?.trim().split('\n')).toHaveLength(4);
  expect(attempts).toContain('openai');

  const imported = await run(empty, 'import', archive);
  expect([imported.code, imported.err]).toEqual([0, '']);
  expect(await contentOf(empty)).toEqual([records, attempts]);

  expect((await run(empty, 'import', archive)).code).toBe(0);
  expect(await contentOf(empty)).toEqual([records, attempts]);
});

test('an import changes nothing in a ledger with other rows of the range', async () => {
  const other = await startTestStore('ledger');
  try {
    await other.insert('tokentrail_ledger.landing', [call(9, 3, '5')]);
    const before = await contentOf(other);
    const { code, err } = await run(other, 'import', archive);
    expect([code, err]).toEqual([2, expect.stringContaining('nothing was written')]);
    expect(await contentOf(other)).toEqual(before);
  } finally {
    await other.end();
  }
});

test('a damaged archive is refused before anything is written', async () => {
  const file = readdirSync(archive, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.parquet'));
  writeFileSync(join(archive, file ?? ''), 'PAR1 not a file');
  const { code, err } = await run(empty, 'import', archive);
  expect([code, err]).toEqual([2, expect.stringContaining('missing or damaged')]);
});

test('FOCUS rows add up to what the ledger paid, and unknown costs are rows of their own', async () => {
  const { code, out, err } = await run(full, 'export', '--format', 'focus', '--month', MONTH);
  expect([code, err]).toEqual([0, expect.any(String)]);
  const rows: Record<string, string>[] = parse(out, { columns: true, bom: true });
  const nano = (usd = '0') => BigInt(usd.replace('.', '')) * 10n ** BigInt(9 - (usd.split('.')[1]?.length ?? 0));
  expect(rows.reduce((sum, row) => sum + nano(row['BilledCost']), 0n)).toBe(9_007_199_554_740_995n);
  const unknown = rows.filter((row) => row['x_CostState'] === 'unknown_price');
  expect(unknown.map((row) => [row['BilledCost'], row['x_UnknownCostCallCount']])).toEqual([['0', '1']]);
  expect(new Set(rows.map((row) => row['ChargePeriodStart']))).toEqual(
    new Set([`${MONTH}-01T00:00:00Z`, `${MONTH}-15T00:00:00Z`]),
  );
  for (const row of rows) {
    expect(row).toMatchObject({ BillingCurrency: 'USD', ProviderName: 'openai', ChargeCategory: 'Usage' });
  }
});
