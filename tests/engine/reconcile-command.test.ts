/** `tokentrail reconcile` on the real store: the attempts of a month, and an invoice that differs in known ways. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../cli/src/testing/run-cli.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

/** The stores remove old rows, so the month is the last one that has ended. */
const MONTH = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1, 1));
const PERIOD = MONTH.toISOString().slice(0, 7);
const MODEL = 'gpt-5.5-2026-04-23';
const at = (day: number, ms = 43_200_000): number => Date.UTC(MONTH.getUTCFullYear(), MONTH.getUTCMonth(), day) + ms;

/** 1,000 tokens of input, 400 of them cached, and 100 of output: 750,000 + 50,000 + 1,000,000 nano-USD. */
const SENT = {
  index: 0,
  retry: 0,
  state: 'success',
  provider: 'openai',
  model: 'gpt-5.5',
  responseModel: MODEL,
  keyPreview: 'sk-proj-...wxyz',
  servedTier: 'default',
  durationMs: 900,
  meters: { input: 1_000, cache_read: 400, output: 100 },
  paidNanoUsd: '1800000',
};

let count = 0;

function call(startMs: number, attempts: readonly object[]) {
  count += 1;
  return landingRow(
    count,
    { 'tokentrail.attempts': JSON.stringify(attempts.map((one) => JSON.stringify(one))) },
    { Timestamp: new Date(startMs).toISOString().replace('T', ' ').replace('Z', '000000') },
  );
}

interface Billed {
  day: number;
  calls: number;
  key?: string;
}

/** The costs API's pages, with one bucket a day. */
function costs(billed: readonly Billed[]): string {
  const buckets = billed.map(({ day, calls, key = 'key_a1' }) => {
    const line = (kind: string, quantity: number, nano: number) => ({
      object: 'organization.costs.result',
      amount: { value: `0.${String(nano * calls).padStart(9, '0')}`, currency: 'usd' },
      line_item: `${MODEL}, ${kind}`,
      api_key_id: key,
      quantity: quantity * calls,
      quantity_unit: 'tokens',
    });
    const results = [line('input', 600, 750_000), line('cached input', 400, 50_000), line('output', 100, 1_000_000)];
    return { object: 'bucket', start_time: at(day, 0) / 1_000, end_time: at(day + 1, 0) / 1_000, results };
  });
  return JSON.stringify({ object: 'page', data: buckets, has_more: false });
}

let store: TestStore;
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-reconcile-'));

beforeAll(async () => {
  store = await startTestStore('ledger');
  const timedOut = { ...SENT, state: 'cancelled', billed: 'possibly', meters: {}, paidNanoUsd: undefined };
  await store.insert('tokentrail_ledger.landing', [
    ...Array.from({ length: 5 }, () => call(at(3), [SENT])),
    call(at(4), [
      { ...SENT, state: 'failed', statusCode: 429, billed: 'no', meters: {} },
      { ...SENT, index: 1 },
    ]),
    call(at(5), [timedOut, { ...SENT, index: 1, offsetMs: 2_000 }]),
    // The provider counts it to the next day.
    call(at(6, 86_399_900), [SENT]),
    call(at(7), [SENT]),
    // Another provider's.
    call(at(7), [{ ...SENT, provider: 'anthropic' }]),
    call(at(9), [SENT]),
  ]);
  writeFileSync(join(folder, 'keys.yaml'), 'key_a1: sk-proj-...wxyz\n');
}, 60_000);

afterAll(async () => {
  await store.end();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

function reconciled(billed: readonly Billed[], ...more: readonly string[]) {
  writeFileSync(join(folder, 'costs.json'), costs(billed));
  const files = ['--export', join(folder, 'costs.json'), '--keys', join(folder, 'keys.yaml')];
  return runCli(['reconcile', '--provider', 'openai', '--period', PERIOD, ...files, ...more], {
    TOKENTRAIL_LEDGER_URL: store.engine.url,
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
  });
}

/** What the ledger has, but for a retry that was billed and a call over midnight. */
const BILLED: readonly Billed[] = [
  { day: 3, calls: 5 },
  { day: 4, calls: 1 },
  { day: 5, calls: 2 },
  { day: 7, calls: 2 },
  { day: 9, calls: 1 },
];

interface Printed {
  totals: Record<string, string>;
  differences: { cause: string; day: string; amount_usd: string; class: string }[];
}

test('an invoice with a billed time-out and a call over midnight is explained to the last digit', async () => {
  const { code, out, err } = await reconciled(BILLED, '--json');
  expect([code, err]).toEqual([0, '']);
  const { totals, differences } = JSON.parse(out) as Printed;
  expect(totals).toMatchObject({
    invoiced_usd: '0.0198',
    matched_usd: '0.0162',
    explained_usd: '0.0036',
    unexplained_usd: '0',
  });
  expect(differences.map(({ cause, day, amount_usd }) => [cause, day.slice(-2), amount_usd]).sort()).toEqual([
    ['midnight', '06', '-0.0018'],
    ['midnight', '07', '0.0018'],
    ['possibly_billed', '05', '0.0018'],
  ]);
});

test('a lost call and a key that never passed through fail the check, unless they are tolerated', async () => {
  const billed = [{ day: 3, calls: 7 }, ...BILLED.slice(1), { day: 10, calls: 1, key: 'key_laptop' }];
  const { code, out } = await reconciled(billed);
  expect(code).toBe(1);
  expect(out).toContain('unexplained missing_calls: $0.0036 in 1');
  expect(out).toContain('unexplained unrecorded_key: $0.0018 in 1');
  expect(out).toMatch(/\$0\.0018 unrecorded_key: \d{4}-\d\d-10 · key_laptop · gpt-5\.5-2026-04-23/);
  expect((await reconciled(billed, '--tolerance', '0.01')).code).toBe(0);
});

test('wrong files and options are refused with what to do', async () => {
  const cases: [string[], string][] = [
    [['--tolerance', 'much'], '--tolerance much is no amount: write USD, such as 0.50'],
    [['--period', '2026-13'], '--period 2026-13 or --tz UTC cannot be read: write 2026-10, and Europe/Berlin'],
    [['--tz', 'America/New_York'], 'name the zone of the export'],
    [['--export', join(folder, 'none.json')], 'the file cannot be read: ENOENT'],
    [['--keys', join(folder, 'costs.json')], "must map the provider's key ids to keys of the ledger"],
  ];
  for (const [options, message] of cases) {
    const { code, err } = await reconciled(BILLED, ...options);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  }
});
