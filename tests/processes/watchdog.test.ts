import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTimeOf } from '../../cli/src/up/start-time.ts';

const TREE = join(__dirname, 'small-tree.ts');
const END_TIMEOUT_MS = 20_000;

async function startTree(how: 'wait' | 'throw'): Promise<{ parent: ChildProcess; pids: number[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-watchdog-'));
  const parent = spawn(process.execPath, [TREE, folder, how], { stdio: ['ignore', 'pipe', 'pipe'] });
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: parent.stdout as NodeJS.ReadableStream }).once('line', resolve),
  );
  return { parent, pids: JSON.parse(line) as number[] };
}

async function gone(pids: readonly number[]): Promise<boolean> {
  const deadline = Date.now() + END_TIMEOUT_MS;
  while (pids.some((pid) => startTimeOf(pid) !== null)) {
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(50);
  }
  return true;
}

function output(parent: ChildProcess): () => string {
  let text = '';
  parent.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

test('no part outlives a killed parent, even if the part ignores SIGTERM', async () => {
  const { parent, pids } = await startTree('wait');
  const stderr = output(parent);
  expect(pids).toHaveLength(2);
  expect(pids.every((pid) => startTimeOf(pid) !== null)).toBe(true);
  parent.kill('SIGKILL');
  expect(await gone(pids)).toBe(true);
  expect(stderr()).toContain('stopping stubborn, obedient');
}, 40_000);

test('no part outlives a crashed parent', async () => {
  const { pids } = await startTree('throw');
  expect(await gone(pids)).toBe(true);
}, 40_000);

test('the start time distinguishes a process from a later one with the same pid', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const begun = startTimeOf(pid);
  expect(begun).not.toBeNull();
  expect(startTimeOf(pid)).toBe(begun);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  expect(startTimeOf(pid)).toBeNull();
});
