import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCountingReceiver } from '../../instrumentation/testing/counting-receiver.ts';
import { until } from '../../instrumentation/testing/programs.ts';
import { longestPauseMs, names, SpoolLab } from './spool-lab.ts';

// Several of these tests mostly wait, for a lease of 15 s to expire or for a program to start. They run concurrently.
const LIMIT_MS = 180_000;
const inLab = (run: (lab: SpoolLab) => Promise<void>) => () => SpoolLab.run(run);

test.concurrent(
  'kill -9 while spooling: what had ended 100 ms before is on disk, and the next process sends it',
  inLab(async (lab) => {
    await lab.collectorGoes();
    const program = lab.start({ prefix: 'b', calls: 100_000, perSecond: 500 });
    await until(() => lab.segments().length > 0, 60_000, 'it spools');
    const spooledAt = Date.now();
    // A write begins 100 ms after a call at the latest. It takes several turns of the program and of its threads, each of
    // which a busy machine may delay.
    const marginMs = () => 100 + 10 * longestPauseMs(program);
    const safeSince = (time: number) =>
      [...program.ended].filter(([, endedAt]) => endedAt > time && endedAt <= Date.now() - marginMs());
    await until(() => safeSince(spooledAt).length > 1000, 60_000, 'calls are made');
    const safe = safeSince(0).map(([name]) => name);
    await program.kill();
    const spooled = lab.spooled();
    expect(safe.filter((name) => !spooled.has(name))).toEqual([]);

    const stat = statSync(lab.segments()[0]!);
    expect(stat.mode & 0o077).toBe(0);
    expect(lab.files().filter((file) => readFileSync(file).includes('abcdefghijklmnop'))).toEqual([]);
    await lab.collectorComesBack();
    lab.start({ prefix: 'c', calls: 0 });
    await until(() => lab.missing(safe).length === 0, 120_000, 'all that was safe arrives');
    expect(lab.doubled()).toEqual([]);
  }),
  LIMIT_MS,
);

test.concurrent(
  'of two processes, one killed while the collector is away, the survivor keeps its own records',
  inLab(async (lab) => {
    await lab.collectorGoes();
    const [one, two] = [lab.start({ prefix: 'e', calls: 300 }), lab.start({ prefix: 'f', calls: 300 })];
    await Promise.all([one.done, two.done]);
    await until(() => lab.spooled().size === 600, 60_000, 'all wait on disk');
    expect(new Set(lab.segments().map((file) => dirname(file)))).toHaveProperty('size', 2);
    await one.kill();
    await lab.collectorComesBack();
    await until(() => lab.missing([...names('e', 300), ...names('f', 300)]).length === 0, 90_000, 'all arrive');
    expect(lab.doubled()).toEqual([]);
  }),
  LIMIT_MS,
);

test.concurrent(
  'a process that stood still until it was taken for dead goes on: every call arrives, twice only what it was writing',
  inLab(async (lab) => {
    const calls = 3000;
    await lab.collectorGoes();
    const stopped = lab.start({ prefix: 'n', calls, perSecond: 500 });
    await until(() => lab.segments().length > 0 && stopped.ended.size > 500, 60_000, 'calls are made and spooled');
    stopped.child.kill('SIGSTOP');
    const stoppedAt = Date.now();
    const [folderBefore] = lab.files().map((file) => dirname(file));
    lab.start({ prefix: 'o', calls: 0 });
    await until(() => !lab.files().some((file) => dirname(file) === folderBefore), 90_000, 'its folder is taken over');
    const pauseMs = longestPauseMs(stopped);
    stopped.child.kill('SIGCONT');
    await stopped.done;
    await lab.collectorComesBack();
    await until(() => lab.missing(names('n', calls)).length === 0, 60_000, 'all arrive');
    // One write may have been in progress: on disk, but not yet reported.
    const before = lab.doubled().map(([name]) => stoppedAt - stopped.ended.get(name)!);
    expect(Math.max(0, ...before)).toBeLessThan(200 + pauseMs);
    expect(Math.min(0, ...before)).toBeGreaterThan(-200 - pauseMs);
  }),
  LIMIT_MS,
);

test.concurrent(
  'no folder can be written: records wait in memory, said once, and arrive',
  inLab(async (lab) => {
    await lab.collectorGoes();
    const program = lab.start({ prefix: 'm', calls: 300 }, { TOKENTRAIL_SPOOL_DIR: '/dev/null/spool' });
    await program.done;
    const warnings = () => program.stderr().match(/nothing can be written to the spool \(ENOTDIR/g) ?? [];
    await until(() => warnings().length > 0, 20_000, 'it says so');
    // Two more flushes, which could repeat the warning.
    await sleep(2500);
    await lab.collectorComesBack();
    await until(() => lab.missing(names('m', 300)).length === 0, 60_000, 'all arrive');
    expect(warnings()).toHaveLength(1);
    expect(lab.doubled()).toEqual([]);
  }),
  LIMIT_MS,
);

test.concurrent(
  'a process for another collector lets alone what waits for this one',
  inLab(async (lab) => {
    await lab.collectorGoes();
    const program = lab.start({ prefix: 'k', calls: 20, end: 'return' });
    await program.gone;
    const waiting = lab.files();
    const other = await startCountingReceiver();
    const beside = lab.start({ prefix: 'l', calls: 5, end: 'stay' }, { TOKENTRAIL_OTLP_ENDPOINT: other.url });
    await until(() => other.arrived.size === 5, 30_000, 'its own calls arrive');
    await beside.kill();
    expect([...other.arrived.keys()].sort()).toEqual(names('l', 5));
    expect(lab.files()).toEqual(waiting);
    await other.close();
  }),
  LIMIT_MS,
);

// The others run alone: they compare times, or keep a core busy.

test(
  'kill -9 with a healthy collector: what is lost ended within the last flush window',
  inLab(async (lab) => {
    const program = lab.start({ prefix: 'd', calls: 100_000, perSecond: 200 });
    await until(() => program.ended.size > 700, 60_000, 'calls are made');
    const killedAt = Date.now();
    await program.kill();
    await sleep(200);
    const lost = lab.missing(program.ended.keys()).map((name) => killedAt - program.ended.get(name)!);
    expect(Math.max(0, ...lost)).toBeLessThan(1100 + longestPauseMs(program));
  }),
  LIMIT_MS,
);

test.each([
  ['process.exit() with a healthy collector', { end: 'exit' as const }, false],
  ['process.exit() while the collector is away', { end: 'exit' as const }, true],
  ['an uncaught error with a healthy collector', { end: 'throw' as const }, false],
  ['the end of the program while the collector is away', { end: 'return' as const }, true],
  ['flush() and process.exit() while the collector is away', { end: 'flush' as const }, true],
])(
  '%s: the next process sends the calls at once',
  (_name, end, away) =>
    SpoolLab.run(async (lab) => {
      if (away) await lab.collectorGoes();
      const program = lab.start({ prefix: 'g', calls: 50, ...end });
      await program.gone;
      if (away) await lab.collectorComesBack();
      lab.start({ prefix: 'h', calls: 0 });
      // A process that did not wait for a lease needs less than half of its 15 s, also on a busy machine.
      await until(() => lab.missing(names('g', 50)).length === 0, 7500, 'all arrive');
      expect(lab.doubled()).toEqual([]);
    }),
  LIMIT_MS,
);

test(
  'SIGTERM while the collector is away: the process ends by it, the calls are left for the next',
  inLab(async (lab) => {
    await lab.collectorGoes();
    const program = lab.start({ prefix: 'i', calls: 50 });
    await program.done;
    program.child.kill('SIGTERM');
    expect(await program.gone).toBe('SIGTERM');
    await lab.collectorComesBack();
    lab.start({ prefix: 'j', calls: 0 });
    await until(() => lab.missing(names('i', 50)).length === 0, 20_000, 'all arrive');
  }),
  LIMIT_MS,
);

// Ten minutes at 200 calls/s are 120,000 calls. Here they come at 8,000 a second for 15 s: rate × time is the same.
test(
  'collector away for as long as 120,000 calls take: every call arrives once',
  inLab(async (lab) => {
    const program = lab.start({ prefix: 'a', calls: 125_000, perSecond: 8000 });
    await until(() => lab.collector.arrived.size > 100, 20_000, 'the first calls arrive directly');
    await lab.collectorGoes();
    await program.done;
    const before = lab.collector.arrived.size;
    expect(before).toBeLessThan(125_000 - 120_000);
    await lab.collectorComesBack();
    await until(() => lab.collector.arrived.size === 125_000, 90_000, 'all arrive');
    expect(lab.doubled()).toEqual([]);
    expect(lab.collector.largestBody).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(program.stderr()).toMatch(/they wait on disk/);
    await until(() => /accepts records again/.test(program.stderr()), 20_000, 'it says so');
    await until(() => lab.segments().length === 0, 20_000, 'no segment is left');
  }),
  LIMIT_MS,
);
