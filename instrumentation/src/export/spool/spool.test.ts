import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startCountingReceiver, type CountingReceiver } from '../../../testing/counting-receiver.ts';
import { startProgram, until, type RunningProgram } from '../../../testing/programs.ts';
import type { Recording } from '../../../testing/recording-program.ts';

jest.setTimeout(120_000);

let folder: string;
let collector: CountingReceiver;
let port: number;
let programs: RunningProgram[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-spool-test-'));
  collector = await startCountingReceiver();
  port = Number(new URL(collector.url).port);
  programs = [];
});
afterEach(async () => {
  await Promise.all(programs.map((program) => program.kill()));
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(recording: Partial<Recording> & { prefix: string }, env: Record<string, string> = {}): RunningProgram {
  const whole: Recording = { calls: 100, perSecond: 1000, end: 'stay', ...recording };
  const program = startProgram(whole, {
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: folder,
    ...env,
  });
  programs.push(program);
  return program;
}

async function collectorGoes(): Promise<void> {
  await collector.close();
}

/** On the address it had, remembering what it took before. */
async function collectorComesBack(): Promise<void> {
  const { arrived } = collector;
  collector = await startCountingReceiver(port);
  for (const [name, times] of arrived) collector.arrived.set(name, times);
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const missing = (all: Iterable<string>) => [...all].filter((name) => !collector.arrived.has(name));
const doubled = () => [...collector.arrived].filter(([, times]) => times > 1);
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

// Ten minutes at 200 calls/s are 120,000 calls; here they come at 8,000 a second for 15 s: rate × time is the same.
test('collector away for as long as 120,000 calls take: every call arrives once', async () => {
  const program = start({ prefix: 'a', calls: 125_000, perSecond: 8000 });
  await until(() => collector.arrived.size > 100, 20_000, 'the first calls arrive directly');
  await collectorGoes();
  await program.done;
  const before = collector.arrived.size;
  expect(before).toBeLessThan(5000);
  await collectorComesBack();
  await until(() => collector.arrived.size === 125_000, 60_000, 'all arrive');
  expect(doubled()).toEqual([]);
  expect(collector.largestBody).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(program.stderr()).toMatch(/they wait on disk/);
  await until(() => /accepts records again/.test(program.stderr()), 5000, 'it says so');
  expect(files().filter((file) => !file.endsWith('lease'))).toEqual([]);
});

test('kill -9 while spooling: what had ended 100 ms before is on disk, and the next process sends it', async () => {
  await collectorGoes();
  const program = start({ prefix: 'b', calls: 100_000, perSecond: 500 });
  await until(() => program.ended.size > 1500, 20_000, 'calls are made');
  const killedAt = Date.now();
  await program.kill();
  const safe = [...program.ended].filter(([, endedAt]) => endedAt <= killedAt - 100).map(([name]) => name);
  expect(safe.length).toBeGreaterThan(1000);

  const stat = statSync(files()[0]!);
  expect(stat.mode & 0o077).toBe(0);
  expect(files().filter((file) => readFileSync(file).includes('abcdefghijklmnop'))).toEqual([]);
  await collectorComesBack();
  start({ prefix: 'c', calls: 0 });
  await until(() => missing(safe).length === 0, 40_000, 'all that was safe arrives');
  expect(doubled()).toEqual([]);
});

test('kill -9 with a healthy collector: what is lost ended within the last flush window', async () => {
  const program = start({ prefix: 'd', calls: 100_000, perSecond: 200 });
  await until(() => program.ended.size > 700, 20_000, 'calls are made');
  const killedAt = Date.now();
  await program.kill();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const lost = missing(program.ended.keys()).map((name) => killedAt - program.ended.get(name)!);
  expect(Math.max(0, ...lost)).toBeLessThan(1100);
});

test('of two processes, one killed while the collector is away, the survivor keeps its own records', async () => {
  await collectorGoes();
  const [one, two] = [start({ prefix: 'e', calls: 300 }), start({ prefix: 'f', calls: 300 })];
  await Promise.all([one.done, two.done]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(new Set(files().map((file) => file.split('/').at(-2)))).toHaveProperty('size', 2);
  await one.kill();
  await collectorComesBack();
  await until(() => missing([...names('e', 300), ...names('f', 300)]).length === 0, 60_000, 'all arrive');
  expect(doubled()).toEqual([]);
});

test('a process that stood still until it was taken for dead goes on: every call arrives, twice only what it was writing', async () => {
  const calls = 3000;
  await collectorGoes();
  const stopped = start({ prefix: 'n', calls, perSecond: 500 });
  await until(() => stopped.ended.size > 500, 20_000, 'calls are made');
  stopped.child.kill('SIGSTOP');
  const stoppedAt = Date.now();
  const [folderBefore] = files().map((file) => dirname(file));
  start({ prefix: 'o', calls: 0 });
  await until(() => !files().some((file) => dirname(file) === folderBefore), 40_000, 'its folder is taken over');
  stopped.child.kill('SIGCONT');
  await stopped.done;
  await collectorComesBack();
  await until(() => missing(names('n', calls)).length === 0, 60_000, 'all arrive');
  // One write may have been in progress: on disk, but not yet reported.
  const before = doubled().map(([name]) => stoppedAt - stopped.ended.get(name)!);
  expect(Math.max(0, ...before)).toBeLessThan(200);
  expect(Math.min(0, ...before)).toBeGreaterThan(-200);
});

test.each([
  ['process.exit() with a healthy collector', { end: 'exit' as const }, false],
  ['process.exit() while the collector is away', { end: 'exit' as const }, true],
  ['an uncaught error with a healthy collector', { end: 'throw' as const }, false],
  ['the end of the program while the collector is away', { end: 'return' as const }, true],
  ['flush() and process.exit() while the collector is away', { end: 'flush' as const }, true],
])('%s: the next process sends the calls at once', async (_name, end, away) => {
  if (away) await collectorGoes();
  const program = start({ prefix: 'g', calls: 50, ...end });
  await program.gone;
  if (away) await collectorComesBack();
  start({ prefix: 'h', calls: 0 });
  await until(() => missing(names('g', 50)).length === 0, 5000, 'all arrive');
  expect(doubled()).toEqual([]);
});

test('SIGTERM while the collector is away: the process ends by it, the calls are left for the next', async () => {
  await collectorGoes();
  const program = start({ prefix: 'i', calls: 50 });
  await program.done;
  program.child.kill('SIGTERM');
  expect(await program.gone).toBe('SIGTERM');
  await collectorComesBack();
  start({ prefix: 'j', calls: 0 });
  await until(() => missing(names('i', 50)).length === 0, 10_000, 'all arrive');
});

test('a process for another collector lets alone what waits for this one', async () => {
  await collectorGoes();
  const program = start({ prefix: 'k', calls: 20, end: 'return' });
  await program.gone;
  const waiting = files();
  const other = await startCountingReceiver();
  const beside = start({ prefix: 'l', calls: 5, end: 'stay' }, { TOKENTRAIL_OTLP_ENDPOINT: other.url });
  await until(() => other.arrived.size === 5, 10_000, 'its own calls arrive');
  await beside.kill();
  expect([...other.arrived.keys()].sort()).toEqual(names('l', 5));
  expect(files()).toEqual(waiting);
  await other.close();
});

test('no folder can be written: records wait in memory, said once, and arrive', async () => {
  await collectorGoes();
  const program = start({ prefix: 'm', calls: 300 }, { TOKENTRAIL_SPOOL_DIR: '/dev/null/spool' });
  await program.done;
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await collectorComesBack();
  await until(() => missing(names('m', 300)).length === 0, 20_000, 'all arrive');
  expect(program.stderr().match(/nothing can be written to the spool \(ENOTDIR/g)).toHaveLength(1);
  expect(doubled()).toEqual([]);
});
