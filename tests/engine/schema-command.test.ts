/** `tokentrail schema`, as an administrator of the engine. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNTS, splitStatements } from '@tokentrail/clickhouse';
import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { runCli } from '../../cli/src/testing/run-cli.ts';

jest.setTimeout(90_000);

const FIRST_SCHEMA = splitStatements(
  readFileSync(join(__dirname, '../../clickhouse/fixtures/ledger-before-senders.sql'), 'utf8'),
);
const PASSWORDS = Object.fromEntries(
  ACCOUNTS.map(({ name }) => [`${name.toUpperCase()}_PASSWORD`, `secret of ${name}`]),
);

let folder: string;
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-schema-'));
  server = spawn(process.execPath, [join(__dirname, 'sql-server.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(server.stdout!, 'data')) as [Buffer];
  url = `http://127.0.0.1:${String(port).trim()}`;
}, 60_000);

afterAll(async () => {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function query(sql: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: sql });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${sql}\n${body}`);
  return body.trim();
}
const schema = (args: readonly string[], env: Record<string, string> = {}) =>
  runCli(['schema', ...args], { TOKENTRAIL_LEDGER_URL: url, TOKENTRAIL_CLICKHOUSE_ADMIN_PASSWORD: '', ...env });
const statedVersion = () => query('SELECT version FROM tokentrail_ledger.schema_version FORMAT TSV');

test('an old ledger is planned, upgraded with its rows, and then has nothing to do', async () => {
  for (const sql of FIRST_SCHEMA) {
    await query(sql);
  }
  await query(`INSERT INTO tokentrail_ledger.landing (Timestamp, TraceId, SpanId, ServiceName, SpanAttributes, Duration)
    VALUES (now64(9), '${'a'.repeat(32)}', '${'b'.repeat(16)}', 'shop', map('tokentrail.record.type', 'usage',
    'tokentrail.record.state', 'success', 'user.id', 'ann', 'tokentrail.record.version_unix_ms', '1'), 5)`);
  const plan = await schema(['plan']);
  expect(plan).toMatchObject({ code: 0, err: '' });
  expect(plan.out).toContain(`-- ledger: version 1 to ${LEDGER_SCHEMA_VERSION}\n`);
  expect(plan.out).toContain('CREATE TABLE IF NOT EXISTS tokentrail_traces.otel_traces');
  expect(plan.out).toContain('BY {tokentrail_writer_password:String}');

  const applied = await schema(['apply']);
  expect(applied).toMatchObject({ code: 0, err: '' });
  expect(applied.out.split('\n')).toEqual([
    `ledger: version 1 to ${LEDGER_SCHEMA_VERSION}`,
    'traces: what is missing',
    expect.stringContaining('accounts: left as they are'),
    '',
  ]);
  await expect(statedVersion()).resolves.toBe(String(LEDGER_SCHEMA_VERSION));
  await expect(query('SELECT user_id FROM tokentrail_ledger.usage_records FINAL FORMAT TSV')).resolves.toBe('ann');

  const again = await schema(['apply'], PASSWORDS);
  expect(again).toMatchObject({ code: 0, err: '' });
  expect(again.out).toBe(
    `ledger: version ${LEDGER_SCHEMA_VERSION}, nothing to do\ntraces: what is missing\naccounts: ${ACCOUNTS.length} accounts with their rights\n`,
  );
  const requests = readFileSync(join(folder, 'requests.jsonl'), 'utf8');
  expect(requests).toContain('CREATE USER OR REPLACE tokentrail_writer');
  expect(requests).not.toContain('secret of');
});

test('a plan for a cluster runs on each of its nodes, with margins hidden if the environment says so', async () => {
  const { out } = await schema(['plan', '--cluster', 'main'], { TOKENTRAIL_HIDE_MARGIN: '1' });
  expect(out).toContain('CREATE DATABASE IF NOT EXISTS tokentrail_traces ON CLUSTER main');
  expect(out).toContain('accounts with their rights, margins hidden');
  expect(out).toMatch(/^REVOKE ON CLUSTER main /m);
});

test.each([
  [['plan'], { TOKENTRAIL_LEDGER_URL: '' }, 'set TOKENTRAIL_LEDGER_URL to the HTTP interface of the server'],
  [['apply', '--cluster', 'a b'], {}, '--cluster is the name of a ClickHouse cluster'],
  [
    ['apply'],
    { TOKENTRAIL_WRITER_PASSWORD: 'x' },
    'each account needs its password: set TOKENTRAIL_REPRICER_PASSWORD, ',
  ],
  [['plan'], { TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1' }, 'the ledger cannot be read: check that it runs'],
])('schema %j %j is refused', async (args, env, message) => {
  const { code, out, err } = await schema(args, env);
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(`tokentrail: ${message}`)]);
});

test('a ledger that is newer than this release stays as it is', async () => {
  await query(
    `CREATE OR REPLACE VIEW tokentrail_ledger.schema_version AS SELECT toUInt16(${LEDGER_SCHEMA_VERSION + 1}) AS version`,
  );
  const { code, err } = await schema(['apply']);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining(`the ledger has schema version ${LEDGER_SCHEMA_VERSION + 1}, newer`),
  ]);
  await expect(statedVersion()).resolves.toBe(String(LEDGER_SCHEMA_VERSION + 1));
});
