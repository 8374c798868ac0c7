/** `tokentrail records` and `tokentrail request`, on both stores. */
import { runCli } from '../../cli/src/testing/run-cli.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

/** The stores remove old rows, so the time is a real one. */
const NOW = Math.trunc(Date.now() / 1000) * 1000;
/** Start of the costly call, without its fraction. */
const START = new Date(NOW - 10_000).toISOString().slice(0, 19);
const MANY = 1_203;

/** A span that starts `seconds` before `NOW`. */
const span = (id: number, attributes: Record<string, string>, seconds = 10) =>
  landingRow(
    id,
    { 'tokentrail.record.version_unix_ms': String(NOW), ...attributes },
    { Timestamp: new Date(NOW - seconds * 1000).toISOString().replace('T', ' ').replace('Z', '123456') },
  );
const COSTLY = {
  'tokentrail.request.id': 'req-costly',
  'gen_ai.response.id': 'chatcmpl-1',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': '1200',
  'gen_ai.request.temperature': '0.5',
  'http.response.status_code': '200',
  'user.id': 'ann \u202e"x"\u001b[31m',
  'tokentrail.tags': '{"team":"search"}',
  'tokentrail.cost.charged': '9007199254740993',
  'tokentrail.cost.charged.state': 'priced',
  'tokentrail.cost.lines':
    '["{\\"meter\\":\\"input\\",\\"quantity\\":\\"1200\\",\\"unitPrice\\":\\"2.5\\",\\"per\\":1000000,\\"amountUsd\\":\\"0.003\\"}"]',
  'tokentrail.attempts':
    '["{\\"index\\":0,\\"retry\\":0,\\"state\\":\\"success\\",\\"statusCode\\":200,\\"usage\\":{\\"inputTokens\\":1200},\\"meters\\":{\\"cache_write:1h\\":7},\\"paidNanoUsd\\":\\"21900001\\"}"]',
};
const BODY = '{"messages":[{"role":"user","content":"line 1\\nline 2"}]}';

let ledger: TestStore;
let traces: TestStore;

beforeAll(async () => {
  [ledger, traces] = await Promise.all([startTestStore('ledger'), startTestStore('traces')]);
  const costly = span(1, COSTLY);
  await ledger.insert('tokentrail_ledger.landing', [
    costly,
    span(2, { 'tokentrail.request.id': 'req-twice', 'tokentrail.record.state': 'failed' }, 20),
    span(3, { 'tokentrail.request.id': 'req-twice' }, 21),
    span(4, { 'tokentrail.record.type': 'request', 'tokentrail.request.id': 'req-inbound' }, 5),
    span(5, { 'tokentrail.request.id': 'req-old' }, 3 * 86_400),
    ...Array.from({ length: MANY }, (_, index) => span(1_000 + index, { 'user.id': 'many' }, 100 + index)),
  ]);
  await traces.insert('tokentrail_traces.otel_traces', [
    {
      ...costly,
      ParentSpanId: '',
      SpanAttributes: { ...costly.SpanAttributes, 'tokentrail.client.request.body': BODY },
    },
  ]);
}, 90_000);

afterAll(() => Promise.all([ledger.end(), traces.end()]), 30_000);

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runCli(
    args,
    {
      TOKENTRAIL_LEDGER_URL: ledger.engine.url,
      TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
      TOKENTRAIL_TRACES_URL: traces.engine.url,
      TOKENTRAIL_TRACES_READER_PASSWORD: PASSWORDS.tokentrail_traces_reader,
      ...env,
    },
    { now: () => NOW },
  );
const json = async (...args: string[]) => {
  const { code, out, err } = await run([...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

test('records prints JSON Lines with the names of the columns, exact money and RFC 3339', async () => {
  const [record, end] = await json('records', '--search', 'model:gpt-4o');
  expect(record).toMatchObject({
    start_time: `${START}.000123456Z`,
    trace_id: '1'.padStart(32, '0'),
    request_id: 'req-costly',
    duration_s: '0.005',
    input_tokens: 1200,
    tags: { team: 'search' },
    cost_charged_usd: '9007199.254740993',
    cost_lines: [{ meter: 'input', quantity: '1200', unit_price: '2.5', per: 1000000, amount_usd: '0.003' }],
  });
  expect(record).not.toHaveProperty('output_tokens');
  expect(end).toEqual({ rows: 1 });
});

test('records prints a table for people, in which no control character reaches the terminal', async () => {
  const { code, out } = await run(['records', '--limit', '2']);
  expect(code).toBe(0);
  const [head, first, , end, cursor] = out.split('\n');
  expect(head).toMatch(/^START \(UTC\) +STATE +STATUS/);
  expect(first).toMatch(/^[\d-]{10} [\d:]{8}\.000 +success +200 .*ann \ufffd"x"\ufffd\[31m .*\$9007199\.254740993/);
  expect(first).toContain(START.replace('T', ' '));
  expect(end).toBe('2 records; go on with:');
  expect(cursor).toMatch(/^--after [\w-]+$/);
});

test.each(['time', 'cost'])(
  'records sorted by %s go on after a cursor, without a gap and over several pages',
  async (sort) => {
    const options = ['records', '--from', '24h', '--sort', sort];
    const first = await json(...options, '--limit', '1001');
    const { rows, next } = first.pop() as { rows: number; next: string };
    const rest = await json(...options, '--limit', '5000', '--after', next);
    expect([rows, rest.pop()]).toEqual([1001, { rows: MANY + 3 - 1001 }]);
    expect(new Set([...first, ...rest].map((record) => record['span_id'])).size).toBe(MANY + 3);
    expect(first[0]).toMatchObject({ request_id: 'req-costly' });
  },
);

test('records are calls, unless the search names a type', async () => {
  const ids = async (search: string) =>
    (await json('records', '--search', search)).map((record) => record['request_id']);
  await expect(ids('request:req-inbound')).resolves.toEqual([undefined]);
  await expect(ids('type:request')).resolves.toEqual(['req-inbound', undefined]);
});

test.each(['req-costly', 'chatcmpl-1', '1'.padStart(32, '0'), `${'1'.padStart(32, '0')}/${'1'.padStart(16, '0')}`])(
  'request %s prints the record with attempts, cost lines and content',
  async (id) => {
    const { code, out, err } = await run(['request', id, '--json', '--content']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      record: {
        request_id: 'req-costly',
        cost_charged_usd: '9007199.254740993',
        cost_lines: [{ amount_usd: '0.003' }],
        request_parameters: { 'gen_ai.request.temperature': '0.5' },
      },
      attempts: [
        {
          index: 0,
          status_code: 200,
          input_tokens: 1200,
          paid_usd: '0.021900001',
          meters: { 'cache_write:1h': 7 },
        },
      ],
      content: { 'tokentrail.client.request.body': BODY },
    });
  },
);

test('request prints text for people, and leaves out what the account may not read', async () => {
  const { code, out } = await run(['request', 'req-costly', '--content']);
  expect(code).toBe(0);
  expect(out).toMatch(/^cost_charged_usd +9007199\.254740993$/m);
  expect(out).toContain('attempt 1\n  index');
  expect(out).toContain(`tokentrail.client.request.body\n  ${BODY}`);
  const viewer = await run(['request', 'req-old'], {
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: '',
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
  });
  expect(viewer).toMatchObject({ code: 0, err: expect.stringContaining('attempts are left out') });
  const removed = await run(['request', 'req-old', '--content']);
  expect(removed.out).toContain('content: none; the traces store no longer has this record');
});

test.each([
  [['request', 'req-none'], {}, 'the ledger has no record with the id req-none'],
  [
    ['request', 'req-twice'],
    {},
    `2 records have the id req-twice: give the key of one of them\n  ${'2'.padStart(32, '0')}/`,
  ],
  [['request', 'x', '--content'], { TOKENTRAIL_TRACES_READER_PASSWORD: '' }, 'content cannot be read: set TOKENTRAIL_'],
  [['records', '--sort', 'user'], {}, '--sort user is unknown: write one of time, cost'],
  [['records', '--limit', '0'], {}, '--limit 0 is no number of rows'],
  [['records', '--search', 'cost:>x'], {}, '--search cannot be read: cost:>x'],
  [
    ['records'],
    { TOKENTRAIL_ATTEMPTS_READER_PASSWORD: 'x' },
    'the ledger cannot be read: it rejected a user or password',
  ],
])('%j %j is refused', async (args, env, message) => {
  const { code, out, err } = await run(args, env);
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(`tokentrail: ${message}`)]);
});
