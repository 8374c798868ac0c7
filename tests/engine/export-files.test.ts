/** Files of `tokentrail export`: formats, months, files that are finished by a second run, and what they are compared with. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { runCli } from '../../cli/src/testing/run-cli.ts';
import { PASSWORDS, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

/** Cells that a spreadsheet would compute. */
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', ' =1', '"=1"', 'a;=1'];
const HOUR_MS = 3_600_000;
/** More than half of the rows of a part, so every hour is a part. */
const ROWS_PER_HOUR = 26_000;
const [YEAR, MONTH] = [new Date().getUTCFullYear(), new Date().getUTCMonth()];
/** Two months that are over. */
const OLDER = Date.UTC(YEAR, MONTH - 2, 10);
const NEWER = Date.UTC(YEAR, MONTH - 1, 10);
const monthOf = (ms: number) => new Date(ms).toISOString().slice(0, 7);

let store: TestStore;
let folder: string;

const COLUMNS = 'start_time, trace_id, span_id, sender, ver, record_type, state, user_id, cost_charged, tags';

/** Inserts complete rows, which needs no arrival in time. */
async function insertRows(rows: readonly (readonly unknown[])[]): Promise<void> {
  const names = COLUMNS.split(', ');
  const body = rows
    .map((row) => JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]]))))
    .join('\n');
  const sql = `INSERT INTO tokentrail_ledger.usage_records (${COLUMNS}) FORMAT JSONEachRow`;
  const { status, text: problem } = await store.ask(sql, { account: 'tokentrail_data_manager', body });
  expect([status, problem]).toEqual([200, '']);
}

function row(startMs: number, id: number, user: string, charged: string | null, tags: Record<string, string> = {}) {
  const hex = id.toString(16);
  const start = new Date(startMs).toISOString().replace('T', ' ').replace('Z', '');
  const ver = String((2n << 56n) + BigInt(startMs));
  return [start, hex.padStart(32, '0'), hex.padStart(16, '0'), 's', ver, 'usage', 'success', user, charged, tags];
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-export-files-'));
  store = await startTestStore('ledger');
  await insertRows(FORMULAS.map((user, index) => row(OLDER + index, index + 1, user, '9007199254740993')));
  await insertRows([row(OLDER + 500, 500, 'unknown', null, { cost_charged_usd: '7' })]);
  const many = Array.from({ length: 3 * ROWS_PER_HOUR }, (_, index) =>
    row(NEWER + Math.floor(index / ROWS_PER_HOUR) * HOUR_MS + (index % 1000), 1_000 + index, 'many', '3'),
  );
  await insertRows(many);
}, 60_000);

afterAll(async () => {
  await store.end();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function run(args: readonly string[], url = store.engine.url) {
  const env = {
    TOKENTRAIL_LEDGER_URL: url,
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
  };
  return runCli(['export', ...args], env);
}

const ZSTD_MAGIC = Buffer.from('28b52ffd', 'hex');

/** Decompresses every part, as the program zstd does. Node's functions end after the first one. */
function unzstd(bytes: Buffer): string {
  const next = bytes.indexOf(ZSTD_MAGIC, 4);
  return next < 0
    ? zstdDecompressSync(bytes).toString()
    : zstdDecompressSync(bytes.subarray(0, next)).toString() + unzstd(bytes.subarray(next));
}

const pathOf = (name: string) => join(folder, name);
const older = ['--month', monthOf(OLDER), '--columns', 'start_time,user_id,cost_charged_usd,tags'];
/** 9 × 9,007,199.254740993 */
const OLDER_SUM = '81064793.292668937';

test('CSV and JSON Lines, plain and compressed: exact decimals, UTC, and no cell that a spreadsheet computes', async () => {
  const plain = await run([...older, '--output', pathOf('a.csv'), '--json']);
  expect(JSON.parse(plain.out)).toEqual({
    files: [
      {
        path: pathOf('a.csv'),
        from: `${monthOf(OLDER)}-01T00:00:00.000Z`,
        to: expect.stringMatching(/-01T00:00:00\.000Z$/) as string,
        rows: 10,
        charged_usd: OLDER_SUM,
        ledger_rows: 10,
        ledger_charged_usd: OLDER_SUM,
        equal: true,
      },
    ],
  });
  expect([plain.code, plain.err]).toEqual([0, '']);
  const csv = readFileSync(pathOf('a.csv'), 'utf8');
  const first = new Date(OLDER).toISOString().replace('.000Z', '.000000000Z');
  expect(csv).toContain(`\r\n${first},"'=1+1",9007199.254740993,\r\n# 10 rows\r\n`);
  for (const formula of FORMULAS) {
    expect(csv).not.toContain(`,"${formula.replaceAll('"', '""')}"`);
  }
  const gzip = await run([...older, '--compress', 'gzip', '--output', pathOf('a.csv.gz')]);
  expect(gzip.out).toBe(`${pathOf('a.csv.gz')}: 10 rows, $${OLDER_SUM} charged; the ledger has the same\n`);
  expect(gunzipSync(readFileSync(pathOf('a.csv.gz'))).toString()).toBe(csv);

  const zstd = [...older, '--format', 'jsonl', '--compress', 'zstd', '--output', pathOf('a.jsonl.zst')];
  expect((await run(zstd)).code).toBe(0);
  const lines = unzstd(readFileSync(pathOf('a.jsonl.zst')))
    .toString()
    .trimEnd()
    .split('\n');
  expect(
    lines
      .slice(0, 1)
      .concat(lines.slice(-2))
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { start_time: expect.any(String) as string, user_id: 'unknown', tags: { cost_charged_usd: '7' } },
    { start_time: first, user_id: '=1+1', cost_charged_usd: '9007199.254740993', tags: {} },
    { rows: 10 },
  ]);
});

test('Parquet has a file for each part, with the types of its columns', async () => {
  const months = ['--from', `${monthOf(OLDER)}-01`, '--to', `${monthOf(NEWER)}-28`, '--format', 'parquet'];
  const { code, out } = await run([...months, '--output', pathOf('{month}.parquet')]);
  expect([code, out.split('\n')]).toEqual([
    0,
    [
      `${pathOf(`${monthOf(OLDER)}.parquet`)}: 10 rows, $${OLDER_SUM} charged; the ledger has the same`,
      `${pathOf(`${monthOf(NEWER)}.parquet`)}: 78000 rows, $0.000234 charged; the ledger has the same`,
      '',
    ],
  ]);
  const part = pathOf(`${monthOf(OLDER)}.parquet/part-00001.parquet`);
  const { buffer } = Uint8Array.from(readFileSync(part));
  const compressors = { ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes) };
  const rows = await parquetReadObjects({ file: buffer, compressors, columns: ['start_time', 'user_id', 'stream'] });
  expect(rows.map((one) => one['user_id'] as unknown)).toEqual(['unknown', ...FORMULAS.toReversed()]);
  expect(rows.at(-1)?.['start_time']).toEqual(new Date(OLDER));
});

/** Passes requests on, and ends the connection within the response number `last`. */
function breakingProxy(last: number): Promise<Server> {
  let responses = 0;
  const server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const upstream = httpRequest(`${store.engine.url}${incoming.url ?? ''}`, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      const isFile = response.headers['content-type']?.includes('json') !== true;
      responses += isFile ? 1 : 0;
      if (isFile && responses >= last) {
        response.once('data', (some: Buffer) => outgoing.write(some.subarray(0, 1_000), () => outgoing.destroy()));
      } else {
        response.pipe(outgoing);
      }
    });
    incoming.pipe(upstream);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

test('an export that was ended goes on after its last complete part: the same bytes, and the check sees what changed', async () => {
  const options = ['--month', monthOf(NEWER), '--compress', 'gzip', '--columns', 'trace_id,cost_charged_usd'];
  const whole = await run([...options, '--output', pathOf('whole.csv.gz')]);
  expect(whole.code).toBe(0);
  const proxy = await breakingProxy(2);
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const cut = await run([...options, '--output', pathOf('cut.csv.gz')], url);
  proxy.close();
  expect([cut.code, cut.err]).toEqual([2, expect.stringMatching(/^tokentrail: the ledger cannot be read: /)]);
  expect(readdirSync(folder).filter((name) => name.startsWith('cut'))).toEqual([
    'cut.csv.gz.partial',
    'cut.csv.gz.partial.json',
  ]);
  const other = await run([...options, '--search', 'x', '--output', pathOf('cut.csv.gz')]);
  expect([other.code, other.err]).toEqual([2, expect.stringContaining('belongs to an export with other options')]);

  const resumed = await run([...options, '--output', pathOf('cut.csv.gz')]);
  expect([resumed.code, resumed.err]).toEqual([0, expect.stringContaining('goes on after 26000 rows')]);
  expect(readFileSync(pathOf('cut.csv.gz')).equals(readFileSync(pathOf('whole.csv.gz')))).toBe(true);

  const second = await breakingProxy(2);
  await run(
    [...options, '--output', pathOf('late.csv.gz')],
    `http://127.0.0.1:${(second.address() as AddressInfo).port}`,
  );
  second.close();
  await insertRows([row(NEWER + 2 * HOUR_MS, 999_999, 'late', '5')]);
  const late = await run([...options, '--output', pathOf('late.csv.gz')]);
  expect([late.code, late.out]).toEqual([
    1,
    expect.stringContaining('78000 rows, $0.000234 charged, but the ledger has 78001 rows, $0.000234005 charged'),
  ]);
});

test.each([
  [['--format', 'parquet'], 'Parquet needs a folder'],
  [['--format', 'archive'], 'an archive needs a folder'],
  [['--format', 'archive', '--search', 'x', '--output', 'x'], '--format archive does not take --search'],
  [['--format', 'parquet', '--compress', 'gzip', '--output', 'x'], 'leave --compress out'],
  [['--compress', 'rar', '--output', 'x'], 'there is no compression rar; the compressions are gzip, zstd'],
  [['--month', '2026-13'], '2026-13 is no month'],
  [['--month', '2026-10', '--from', '7d'], '--month is a whole month'],
  [['--json'], '--json needs --output'],
])('%j is refused', async (args, message) => {
  const { code, err } = await run(args);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});
