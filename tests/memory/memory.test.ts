import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { startCountingReceiver, type CountingReceiver } from '../../instrumentation/testing/counting-receiver.ts';
import type { Asked, Held, Report } from './many-calls.ts';

const ASKED: Asked = { calls: 100_000, streams: 10_000, shared: 2000 };
/** More than the heap of an idle program varies, and less than 40 bytes per call. */
const BOUND = 3 * 2 ** 20;

const PROGRAM = new URL('many-calls.ts', import.meta.url);
const REGISTER = new URL('../../instrumentation/dist/register.mjs', import.meta.url);

type Reported = Report & { responded: number };

async function run(preload: readonly string[], asked: Asked, otlp: string): Promise<Reported> {
  const child = fork(PROGRAM, [JSON.stringify(asked)], {
    execArgv: ['--expose-gc', ...preload],
    env: { ...process.env, TOKENTRAIL_OTLP_ENDPOINT: otlp, TOKENTRAIL_SPOOL_DIR: 'none' },
  });
  const gone = once(child, 'exit');
  const [reported] = (await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => Promise.reject(new Error(`the program ended with ${code}`))),
  ])) as [Reported];
  await gone;
  return reported;
}

const grown = ({ warm, end }: Held) => end - warm;
const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;

describe('over many calls', () => {
  let observed: Reported;
  let bare: Reported;
  let collector: CountingReceiver;

  before(async () => {
    collector = await startCountingReceiver();
    // The bare program makes fewer calls, because its result does not depend on their number.
    [observed, bare] = await Promise.all([
      run(['--import', REGISTER.href], ASKED, collector.url),
      run([], { ...ASKED, calls: 1000, streams: 100 }, collector.url),
    ]);
  });

  after(() => collector.close());

  test('every call is a record', () => {
    const asked = ASKED.calls + ASKED.streams;
    assert.equal(observed.responded, asked + asked / 10 + ASKED.shared);
    assert.equal(collector.arrived.size, observed.responded);
  });

  test('100,000 calls retain no memory', (t) => {
    t.diagnostic(`heap ${kib(observed.calls.warm)} after the warm-up, ${kib(observed.calls.end)} at the end`);
    assert.ok(grown(observed.calls) < BOUND, `the heap grew by ${kib(grown(observed.calls))}`);
  });

  test('10,000 streams that were never read or dropped in the middle retain no memory', (t) => {
    t.diagnostic(`heap ${kib(observed.streams.warm)} after the warm-up, ${kib(observed.streams.end)} at the end`);
    assert.ok(grown(observed.streams) < BOUND, `the heap grew by ${kib(grown(observed.streams))}`);
  });

  test('calls that share an AbortSignal leave no listener of ours on it', (t) => {
    t.diagnostic(`${observed.listeners} listeners, ${bare.listeners} without us`);
    assert.equal(observed.listeners, bare.listeners);
  });

  test('the instrumentation causes no warning and no unhandled rejection', () => {
    assert.deepEqual(observed.warnings, bare.warnings);
    assert.deepEqual(observed.unhandled, bare.unhandled);
  });
});
