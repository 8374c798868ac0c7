import { READER_CONCURRENCY, READER_SETTINGS } from '@tokentrail/clickhouse';
import { Control } from '../control.ts';
import { landingRow, startTestStore, type ResponseReader, type TestStore } from '../engine/test-store.ts';

let store: TestStore;
let control: Control;
beforeAll(async () => {
  [store, control] = await Promise.all([startTestStore('ledger'), Control.start()]);
  await store.insert(
    'tokentrail_ledger.landing',
    Array.from({ length: 20_000 }, (_, id) => landingRow(id)),
  );
}, 60_000);
afterAll(() => Promise.all([store.end(), control.stop()]), 30_000);

test('concurrent queries get their own responses', async () => {
  const wrong: string[] = [];
  const client = async (first: number): Promise<void> => {
    for (let n = first; n < first + 100; n += 1) {
      const sql = `SELECT {n:UInt32} AS n, count() AS c FROM usage_records WHERE length(trace_id) = 32${n % 5 === 0 ? ' AND nothing' : ''}`;
      const { text } = await store.ask(sql, { parameters: { param_n: String(n) } });
      const expected = n % 5 === 0 ? 'Unknown expression' : `{"n":${n},"c":"20000"}`;
      if (!text.includes(expected)) {
        wrong.push(text);
      }
    }
  };
  await Promise.all([100, 1000, 2000, 3000, 4000, 5000].map(client));
  expect(wrong).toEqual([]);
}, 60_000);

test('a long string of spaces costs no more than another string', async () => {
  const long = async () =>
    expect((await store.ask(`SELECT length('${' '.repeat(200_000)}') AS n`)).text).toContain('200000');
  expect(await control.timeOf(long)).toBeLessThan(5_000);
});

/** A result of 20,000 of these exceeds a reader's memory. */
const LONG = 'a'.repeat(100_000);

test('a failed statement leaves nothing in the response of the next one', async () => {
  const failing = `SELECT trace_id, groupArray(concat(trace_id, '${LONG}')) FROM usage_records GROUP BY trace_id FORMAT JSON`;
  for (let round = 0; round < 3; round += 1) {
    expect((await store.ask(failing)).code).toBe('241');
    await expect(store.rows('SELECT 1 AS x')).resolves.toEqual([{ x: 1 }]);
  }
});

test.each([
  ['brackets 5,000 deep', `SELECT ${'('.repeat(5_000)}1${')'.repeat(5_000)}`, '306'],
  ['NOT 50,000 times', `SELECT ${'NOT '.repeat(50_000)}1`, '167'],
  ['strings of 2 GB', `SELECT groupArray(concat(trace_id, '${LONG}')) FROM usage_records`, '241'],
  [
    'endless recursion',
    'WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT count() FROM r',
    '306',
  ],
  ['doubling WITHs', `WITH ${doublings(16)} SELECT count() FROM a16`, '36'],
  ['a query of a megabyte', `SELECT '${'a'.repeat(1_000_000)}'`, '223'],
  [
    'a result with too many rows',
    'SELECT 1 FROM usage_records a CROSS JOIN (SELECT 1 FROM usage_records LIMIT 100) b',
    '396',
  ],
])(
  'a limit ends %s',
  async (_what, sql, code) => {
    expect((await store.ask(sql)).code).toBe(code);
    expect((await store.ask('SELECT 1')).status).toBe(200);
  },
  30_000,
);

function doublings(count: number): string {
  const first = 'a0 AS (SELECT 1 AS x)';
  const rest = Array.from(
    { length: count },
    (_, i) => `a${i + 1} AS (SELECT * FROM a${i} UNION ALL SELECT * FROM a${i})`,
  );
  return [first, ...rest].join(', ');
}

const CROSS_JOIN = `SELECT count() FROM usage_records AS a, usage_records AS b, usage_records AS c
  WHERE a.trace_id != b.span_id AND c.trace_id != b.span_id`;

test('the time limit ends hostile cross joins while others read and the writer writes', async () => {
  const startedAt = performance.now();
  const sinceStart = () => control.beyondMs({ startedAt, endedAt: performance.now() });
  const joins = Array.from({ length: READER_CONCURRENCY + 2 }, () => store.ask(CROSS_JOIN));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await store.insert('tokentrail_ledger.landing', [landingRow(1_000_000)]);
  const attempts = await store.ask('SELECT count() FROM attempts', { account: 'tokentrail_attempts_reader' });
  expect(attempts.status).toBe(200);
  expect(await sinceStart()).toBeLessThan(25_000);
  const codes = (await Promise.all(joins)).map((response: ResponseReader) => response.code).sort();
  const share = READER_CONCURRENCY / 2;
  expect(codes).toEqual([...Array<string>(share).fill('159'), ...Array<string>(share + 2).fill('202')]);
  expect(await sinceStart()).toBeLessThan((Number(READER_SETTINGS.max_execution_time) + 10) * 1_000);
  await expect(store.rows('SELECT 1 AS x')).resolves.toEqual([{ x: 1 }]);
}, 120_000);

test('a client that leaves frees its lane', async () => {
  const gone = new AbortController();
  const joins = Array.from({ length: READER_CONCURRENCY }, () => store.ask(CROSS_JOIN, { signal: gone.signal }));
  const settled = Promise.allSettled(joins);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  gone.abort();
  await settled;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const after = await Promise.all(Array.from({ length: READER_CONCURRENCY }, () => store.ask('SELECT 1')));
  expect(after.map(({ status }) => status)).toEqual(Array(READER_CONCURRENCY).fill(200));
}, 30_000);
