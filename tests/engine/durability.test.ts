import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { startEmbeddedClickHouse } from '../../packages/embedded-clickhouse/src/start.ts';
import { PASSWORDS, landingRow, startTestStore, temporaryFolder } from './test-store.ts';

const COUNT = 'SELECT count() AS n, uniqExact(span_id) AS different FROM tokentrail_ledger.usage_records FINAL';

test('after kill -9 every acknowledged insert is there once, and the folder opens again', async () => {
  const dataDir = temporaryFolder();
  const acknowledged = new Set<number>();
  for (let round = 0; round < 3; round += 1) {
    const store = await startTestStore('ledger', dataDir);
    try {
      for (let batch = 0; ; batch += 1) {
        const ids = Array.from({ length: 50 }, (_, index) => round * 1_000_000 + batch * 50 + index);
        await store.insert(
          'tokentrail_ledger.landing',
          ids.map((id) => landingRow(id)),
        );
        ids.forEach((id) => acknowledged.add(id));
        if (batch === 3) {
          // Falls within one of the next inserts.
          setTimeout(() => process.kill(store.engine.pid, 'SIGKILL'), 5 + 13 * round);
        }
      }
    } catch {
      // The engine has been killed.
    }
    await expect(store.engine.died).resolves.toContain('ended');
  }
  const store = await startTestStore('ledger', dataDir);
  const rows = await store.rows('SELECT span_id FROM tokentrail_ledger.usage_records FINAL');
  const found = rows.map(({ span_id: id }) => Number.parseInt(String(id), 16));
  expect(new Set(found).size).toBe(found.length);
  expect([...acknowledged].filter((id) => !found.includes(id))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(100);
  await store.end();
}, 60_000);

test('a second engine cannot open the same folder until the first has stopped', async () => {
  const dataDir = temporaryFolder();
  const first = await startTestStore('ledger', dataDir);
  await first.insert('tokentrail_ledger.landing', [landingRow(1)]);
  const options = { dataDir, port: 0, role: 'ledger', passwords: PASSWORDS } as const;
  await expect(startEmbeddedClickHouse(options)).rejects.toThrow('is another process using it?');
  await first.engine.stop();
  const second = await startTestStore('ledger', dataDir);
  await expect(second.rows(COUNT)).resolves.toEqual([{ n: '1', different: '1' }]);
  await second.end();
}, 60_000);

test('a port in use gives a readable error', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const dataDir = temporaryFolder();
  await expect(startEmbeddedClickHouse({ dataDir, port, role: 'ledger', passwords: {} })).rejects.toThrow('EADDRINUSE');
  rmSync(dataDir, { recursive: true, force: true });
  await new Promise((resolve) => taken.close(resolve));
}, 60_000);

test('stop waits for a running query', async () => {
  const store = await startTestStore('traces');
  const account = 'tokentrail_traces_reader';
  // About half a second of work on an idle machine; a stop waits five.
  const words = 'aaaaaaaaaaaaaaaa,'.repeat(1_800);
  const list = `arrayJoin(splitByChar(',', '${words}'))`;
  const slow = `SELECT countIf(match(concat(x, y, 'b'), '(a|b)*c')) AS n FROM (SELECT ${list} AS x) AS a, (SELECT ${list} AS y) AS b`;
  let ended = false;
  const running = store.ask(slow, { account }).finally(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(ended).toBe(false);
  await store.engine.stop();
  await expect(running).resolves.toMatchObject({ status: 200 });
  await store.end();
}, 60_000);

test('the engine ends with its parent, even if the parent is killed', async () => {
  const dataDir = temporaryFolder();
  const start = new URL('../../packages/embedded-clickhouse/src/start.ts', import.meta.url).href;
  const options = JSON.stringify({ dataDir, port: 0, role: 'traces', passwords: {} });
  const script = `const { startEmbeddedClickHouse } = await import(${JSON.stringify(start)});
    console.log((await startEmbeddedClickHouse(${options})).pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (line) => resolve(Number(line))));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(isAlive(pid)).toBe(false);
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
