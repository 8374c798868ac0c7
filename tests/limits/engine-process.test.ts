import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountName } from '@tokentrail/clickhouse';
import { EngineProcess } from '../../packages/embedded-clickhouse/src/engine-process.ts';
import type { Statement } from '../../packages/embedded-clickhouse/src/statement.ts';
import { Control } from '../control.ts';
import { landingRow, temporaryFolder } from '../engine/test-store.ts';

const dataDir = temporaryFolder();
let engine: EngineProcess;
let control: Control;
beforeAll(async () => {
  engine = await EngineProcess.open({
    dataDir,
    role: 'ledger',
    hideMargin: false,
    readerDeadlineMs: 3_000,
    writerDeadlineMs: 20_000,
  });
  control = await Control.start();
}, 60_000);
afterAll(async () => {
  await Promise.all([engine.close(), control.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
});

const never = new AbortController().signal;

function statement(sql: string, account: AccountName = 'tokentrail_ledger_reader', dataFile: string | null = null) {
  const common = {
    parameters: new Map<string, string>(),
    settings: [],
    defaultFormat: 'CSV',
    nativeWithBlockInfo: false,
  };
  return { account, sql, dataFile, ...common } satisfies Statement;
}

async function ask(sql: string): Promise<string> {
  return Buffer.from((await engine.run(statement(sql), never)).body).toString();
}

function insert(...ids: number[]): Promise<unknown> {
  const dataFile = join(dataDir, 'spool', `rows-${ids.join('-')}`);
  const rows = ids.map((id) => landingRow(id));
  writeFileSync(dataFile, rows.map((row) => JSON.stringify(row)).join('\n'));
  const sql = `INSERT INTO tokentrail_ledger.landing (${Object.keys(landingRow(1)).join(', ')}) FORMAT JSONEachRow`;
  return engine.run(statement(sql, 'tokentrail_writer', dataFile), never);
}

/** Random letters, so that no pattern matches early. */
function letters(count: number): string {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state < 1_073_741_824 ? 'a' : 'b';
  }).join('');
}

/**
 * More than a minute within one call of a function over constants: the engine's time limit and KILL have no effect
 * there. The expression has no text that the engine could search for, and its automaton has too many states to keep.
 */
const ENDLESS = `WITH '${letters(100_000)}' AS a, arrayStringConcat(arrayMap(x -> a, [${'1, '.repeat(1_500)}1]), '') AS c
  SELECT match(c, 'a[ab]{60}[cd]')`;

const PIDS: number[] = [];

test('a function call that cannot be stopped costs its process, and the next process serves the others', async () => {
  await insert(1);
  PIDS.push(engine.pid);
  const endless = [1, 2, 3, 4].map(() => engine.run(statement(ENDLESS), never));
  const refused = Promise.allSettled(endless);
  const ending = () => expect(endless[0]).rejects.toMatchObject({ code: 159 });
  expect(await control.timeOf(ending)).toBeLessThan(5_000);
  const count = () => expect(ask('SELECT count() FROM usage_records')).resolves.toBe('1\n');
  expect(await control.timeOf(count)).toBeLessThan(4_000);
  await refused;
  expect(engine.pid).not.toBe(PIDS[0]);
}, 30_000);

test('the next process runs a waiting query, and a waiting insert once', async () => {
  await ask('SELECT 1');
  process.kill(engine.pid, 'SIGKILL');
  const both = Promise.all([ask('SELECT 2'), insert(2, 3)]);
  await expect(both).resolves.toMatchObject(['2\n', { format: 'JSONEachRow' }]);
  await expect(ask('SELECT count(), uniqExact(span_id) FROM usage_records')).resolves.toBe('3,3\n');
}, 30_000);

test('a statement whose process dies twice is refused with "send it again"', async () => {
  const twice = engine.run(statement(ENDLESS), never);
  const settled = expect(twice).rejects.toMatchObject({ code: 236 });
  for (let kills = 0; kills < 2; kills += 1) {
    const before = engine.pid;
    process.kill(before, 'SIGKILL');
    while (engine.pid === before || engine.pid === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  await settled;
  await expect(ask('SELECT 3')).resolves.toBe('3\n');
}, 30_000);

test('a lane stays taken after its client left, until the engine has ended the query', async () => {
  const gone = new AbortController();
  const started = Date.now();
  const endless = engine.run(statement(ENDLESS), gone.signal);
  setTimeout(() => gone.abort(), 1_500);
  await expect(endless).rejects.toMatchObject({ code: 159 });
  expect(Date.now() - started).toBeGreaterThan(2_500);
  await expect(ask('SELECT 4')).resolves.toBe('4\n');
}, 30_000);
