/** `tokentrail report`, on a ledger with calls of the last two months, compared with the sums of its rows. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickHouseLedger, httpTransport, type UsageLedger } from '@tokentrail/usage-store';
import type { UsageRecord } from '@tokentrail/records';
import { makeReport, type MadeReport, type ReportOptions } from '../../cli/src/report/make-report.ts';
import { runShell } from './run-shell.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

const NOW = new Date();
const monthStart = (months: number) => Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() + months, 1);
const HOUR_MS = 3_600_000;
const CALLS = 90;

const HTML = `<script>alert("x")</script><img src=x onerror='y'>`;
const OVERRIDE = 'user_\u202Etxt.exe';
const FORMULA = '=HYPERLINK("http://x.example","a")';
const USERS = [FORMULA, OVERRIDE, 'u&amp;1', ...Array.from({ length: 12 }, (_, index) => `user ${index}`)];

/** Calls of both months, every 7 hours. Their amounts are larger than what a number holds exactly in sum. */
function rows() {
  return Array.from({ length: 2 * CALLS }, (_, id) => {
    const start = monthStart(id < CALLS ? -1 : -2) + (id % CALLS) * 7 * HOUR_MS + id;
    const failed = id % 9 === 0;
    // The first users cost most.
    const user = id % USERS.length;
    const cost = String(4_503_599_627_370_496n + BigInt(id) * 1_000_000_007n + (user < 3 ? 10n ** 12n : 0n));
    const amount = id % 5 === 3 ? {} : { 'tokentrail.cost.charged': cost, 'tokentrail.cost.paid': '7' };
    const state = id % 5 === 3 ? 'unknown_price' : 'priced';
    const attributes: Record<string, string> = {
      'gen_ai.request.model': id % 4 === 0 ? HTML : `model-${id % 14}`,
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.input_tokens': String(100 + id),
      'gen_ai.usage.output_tokens': String(id),
      'tokentrail.group': id % 3 === 0 ? '' : `team ${id % 3}`,
      'tokentrail.key.name': id % 2 === 0 ? 'prod' : '',
      'tokentrail.key.preview': 'sk-…abcd',
      'user.id': USERS[user] ?? '',
      'tokentrail.cost.charged.state': state,
      'tokentrail.cost.paid.state': state,
      ...amount,
      ...(failed && {
        'tokentrail.record.state': 'failed',
        'error.type': HTML,
        'http.response.status_code': '500',
      }),
    };
    return landingRow(id + 1, attributes, {
      Timestamp: new Date(start).toISOString().replace('T', ' ').replace('Z', ''),
    });
  });
}

let store: TestStore;
let ledger: UsageLedger;
let month: MadeReport;
let folder: string;

const make = (options: ReportOptions) => makeReport(options, () => ledger, NOW.getTime());

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-report-'));
  store = await startTestStore('ledger');
  const [first, ...others] = rows();
  await store.insert('tokentrail_ledger.landing', [first!, ...others]);
  // An inbound request, and an event with an amount, which no cost contains.
  const event = { 'tokentrail.record.type': 'topup', 'tokentrail.amount.nano_usd': '5000000000' };
  const Timestamp = new Date(monthStart(-1) + HOUR_MS).toISOString().replace('T', ' ').replace('Z', '');
  await store.insert('tokentrail_ledger.landing', [
    landingRow(1001, { 'tokentrail.record.type': 'request' }, { Timestamp }),
    landingRow(1002, event, { Timestamp }),
  ]);
  const account = (user: 'tokentrail_attempts_reader' | 'tokentrail_ledger_reader') =>
    httpTransport({ url: store.engine.url, user, password: PASSWORDS[user] });
  ledger = clickHouseLedger({
    ledger: account('tokentrail_ledger_reader'),
    attempts: account('tokentrail_attempts_reader'),
  });
  month = await make({ month: 'previous', maxCost: '1', maxErrorRate: '11', maxIncrease: '0', maxUnknown: '18' });
}, 60_000);

afterAll(async () => {
  await store.end();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

interface Figures {
  calls: number;
  failed: number;
  input_tokens: number;
  output_tokens: number;
  charged_usd: string;
  charged_unknown_calls: number;
}
interface Top {
  rows: (Figures & { value: string; previous: Figures | null })[];
  rest: (Figures & { values: number }) | null;
}
interface ReportJson {
  totals: Figures;
  previous_totals: Figures;
  over_time: Figures[];
  previous_over_time: Figures[];
  top_models: Top;
  top_users: Top;
  top_keys: Top;
  top_groups: Top;
  errors: { error_type: string; calls: number }[];
  hours_of_week: (Pick<Figures, 'calls' | 'failed' | 'charged_usd' | 'charged_unknown_calls'> & {
    weekday: number;
    hour: number;
  })[];
  unknown_costs: { calls: number; models: { model: string; calls: number }[]; other_models_calls: number };
  budgets: unknown;
}
const jsonOf = ({ json }: MadeReport) => JSON.parse(json) as ReportJson;

/** Exact nano-USD of the decimal of a report. */
const nanoOf = (usd: string) => {
  const [whole = '', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
};

/** The figures of rows, added one by one. */
function sumOf(records: readonly UsageRecord[]) {
  const amounts = records.map(({ cost }) => cost.charged.nanoUsd);
  return {
    calls: records.length,
    failed: records.filter(({ state }) => state === 'failed').length,
    input_tokens: records.reduce((sum, { inputTokens }) => sum + (inputTokens ?? 0), 0),
    output_tokens: records.reduce((sum, { outputTokens }) => sum + (outputTokens ?? 0), 0),
    charged: amounts.reduce((sum, nano) => sum + BigInt(nano ?? 0), 0n),
    charged_unknown_calls: amounts.filter((nano) => nano === null).length,
  };
}

/** The same of figures of a report. */
function added(figures: readonly Figures[]) {
  const total = (key: Exclude<keyof Figures, 'charged_usd'>) => figures.reduce((sum, one) => sum + one[key], 0);
  return {
    calls: total('calls'),
    failed: total('failed'),
    input_tokens: total('input_tokens'),
    output_tokens: total('output_tokens'),
    charged: figures.reduce((sum, one) => sum + nanoOf(one.charged_usd), 0n),
    charged_unknown_calls: total('charged_unknown_calls'),
  };
}

const rowsOf = async (months: number) => {
  const range = { fromMs: monthStart(months), toMs: monthStart(months + 1) };
  return (await ledger.list({ range, filter: { recordTypes: ['usage'] }, limit: 1000 })).records;
};

test('totals and bars are the exact sums of the rows, in both periods', async () => {
  const { totals, previous_totals, over_time, previous_over_time } = jsonOf(month);
  const [now, before] = [sumOf(await rowsOf(-1)), sumOf(await rowsOf(-2))];
  expect(now.calls).toBe(CALLS);
  expect(added([totals])).toEqual(now);
  expect(added(over_time)).toEqual(now);
  expect(added([previous_totals])).toEqual(before);
  expect(added(previous_over_time)).toEqual(before);
});

test('rows of each table have the sums of their calls, now and before, and with the others they have all', async () => {
  const report = jsonOf(month);
  const [now, before] = [await rowsOf(-1), await rowsOf(-2)];
  const tables: [Top, (record: UsageRecord) => string | null][] = [
    [report.top_models, ({ requestModel }) => requestModel],
    [report.top_users, ({ userId }) => userId],
    [report.top_keys, ({ keyName, keyPreview }) => keyName || keyPreview],
    [report.top_groups, ({ group }) => group],
  ];
  for (const [{ rows: top, rest }, valueOf] of tables) {
    for (const row of top) {
      const isOfRow = (record: UsageRecord) => (valueOf(record) ?? '') === row.value;
      expect(added([row])).toEqual(sumOf(now.filter(isOfRow)));
      expect(added(row.previous === null ? [] : [row.previous])).toEqual(sumOf(before.filter(isOfRow)));
    }
    expect(added([...top, ...(rest === null ? [] : [rest])])).toEqual(sumOf(now));
  }
  expect(report.top_users.rest?.values).toBe(USERS.length - 10);
});

test('errors, hours of the week and unknown costs account for every call', () => {
  const { errors, hours_of_week: hours, unknown_costs: unknown, totals, budgets } = jsonOf(month);
  expect(errors.reduce((sum, { calls }) => sum + calls, 0)).toBe(totals.failed);
  expect(hours).toHaveLength(168);
  expect(hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(CALLS);
  expect(hours.reduce((sum, { charged_usd: usd }) => sum + nanoOf(usd), 0n)).toBe(nanoOf(totals.charged_usd));
  const counted = unknown.models.reduce((sum, { calls }) => sum + calls, unknown.other_models_calls);
  expect([unknown.calls, counted]).toEqual([CALLS / 5, CALLS / 5]);
  expect(budgets).toBeNull();
});

test('the hours are those of the time zone', async () => {
  const inZone = jsonOf(await make({ month: 'previous', tz: 'Asia/Kolkata' })).hours_of_week;
  const start = monthStart(-1) + 7 * HOUR_MS + 1;
  const clock = new Date(start + 5.5 * HOUR_MS);
  const cell = inZone.find(({ weekday, hour }) => weekday === (clock.getUTCDay() || 7) && hour === clock.getUTCHours());
  expect(cell?.calls).toBeGreaterThan(0);
});

test('each broken threshold is named in a sentence, and an unknown cost makes one unclear', () => {
  expect(month.thresholds.map(({ name, state }) => [name, state])).toEqual([
    ['max-cost', 'broken'],
    ['max-error-rate', 'broken'],
    ['max-increase', 'unclear'],
    ['max-unknown', 'kept'],
  ]);
  const [cost, errors] = month.thresholds.map(({ sentence }) => sentence);
  expect(cost).toMatch(/^The cost of ≥ \$324,\d{3},\d{3}\.\d\d is above the limit of \$1\.00\.$/);
  expect(errors).toBe('The error rate of 11.1% (10 of 90 calls) is above the limit of 11%.');
});

test('hostile names are text in HTML, and unchanged in JSON', () => {
  const tags = month.html.match(/<[^>]*>/g) ?? [];
  expect(tags.length).toBeGreaterThan(1000);
  expect(tags.filter((tag) => /^<(?:script|img|a|link|iframe|object)\b|\s(?:on\w+|src|href)=/i.test(tag))).toEqual([]);
  expect(month.html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  expect(month.html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  expect(month.html).toContain('user_<span class="hidden">U+202E</span>txt.exe');
  expect(month.html).toContain('u&amp;amp;1');
  expect(month.html).toContain('>=HYPERLINK(&quot;http://x.example&quot;,&quot;a&quot;)</bdi');
  const { top_models: models, top_users: users } = jsonOf(month);
  expect(models.rows.map(({ value }) => value)).toContain(HTML);
  expect(users.rows.every(({ value }) => USERS.includes(value))).toBe(true);
});

test('a search limits every figure to its calls', async () => {
  const { totals, top_keys: keys } = jsonOf(await make({ month: 'previous', search: 'key:prod' }));
  expect([totals.calls, keys.rows.map(({ value }) => value), keys.rest]).toEqual([CALLS / 2, ['prod'], null]);
});

test('a period without calls says so', async () => {
  const empty = await make({
    month: 'previous',
    search: 'model:none',
    maxErrorRate: '1',
    maxIncrease: '1',
    maxCost: '1',
  });
  expect(empty.html).toContain('No calls were recorded in this period.');
  expect(empty.thresholds.map(({ state }) => state)).toEqual(['kept', 'unclear', 'unclear']);
});

const shell = (options: string) =>
  runShell(`tokentrail report ${options}`, folder, {
    TOKENTRAIL_LEDGER_URL: store.engine.url,
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
  });

test('the command replaces the file as a whole, names the broken thresholds and fails', async () => {
  writeFileSync(join(folder, 'r.html'), 'the earlier one');
  const { code, out, text } = await shell('--out r.html --max-cost 1 --max-unknown 18');
  expect([code, text.split('\n').filter((line) => line.startsWith('threshold'))]).toEqual([
    1,
    [expect.stringMatching(/^threshold broken: The cost of ≥ \$324,.* is above the limit of \$1\.00\.$/)],
  ]);
  expect(out).toContain(': 90 calls cost ≥ $324,');
  expect(readdirSync(folder)).toEqual(['r.html']);
  expect(readFileSync(join(folder, 'r.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
});

test('the command prints JSON, and has the exit code 0 if every threshold is kept', async () => {
  const { code, out } = await shell('--json --max-error-rate 12');
  expect([code, (JSON.parse(out) as ReportJson).totals.calls]).toEqual([0, CALLS]);
});

test('a wrong option or an unwritable file fails with one line, and leaves no file behind', async () => {
  for (const [options, message] of [
    ['--max-cost much', '--max-cost much is no amount'],
    ['--search "cost:>"', '--search cannot be read'],
    ['--out no/r.html', 'the report cannot be written: ENOENT'],
  ] as const) {
    const { code, text } = await shell(options);
    expect([code, text.trimEnd().split('\n')]).toEqual([2, [expect.stringContaining(`tokentrail: ${message}`)]]);
  }
  expect(existsSync(join(folder, 'no'))).toBe(false);
});
