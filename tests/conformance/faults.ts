import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CallHandle } from '../../instrumentation/src/types.ts';
import type { Outcome } from './outcome.ts';

export const OPERATIONS = [
  'start',
  'ended',
  'attempt',
  'responded',
  'attempt end',
  'first chunk',
  'content',
  'end',
] as const;
type Operation = (typeof OPERATIONS)[number] | 'describe';

let broken: Operation | undefined;
let called = new Set<Operation>();

/** Throws at the operation that is broken in this test. */
function fault(operation: Operation): void {
  called.add(operation);
  if (operation === broken) throw new Error(`the record is broken at ${operation}`);
}

function faultyCall(): CallHandle {
  fault('start');
  return {
    captureLevel: 'full',
    get ended() {
      fault('ended');
      return false;
    },
    attempt() {
      fault('attempt');
      return {
        responded: () => fault('responded'),
        firstChunk: () => fault('first chunk'),
        end: () => fault('attempt end'),
      };
    },
    describe: () => fault('describe'),
    firstChunk: () => fault('first chunk'),
    wants: () => true,
    content: () => fault('content'),
    end: () => fault('end'),
  };
}

export interface FaultSuite {
  title: string;
  /** Names of behaviours that together reach every operation of a record. */
  uses: readonly string[];
  /** The operations that the SDK's patch calls. Default: those of SDKs with one method per request. */
  operations?: readonly Operation[];
  startProvider(): Promise<{ url: string; stop(): Promise<void> }>;
  /** Runs the behaviour with that name. `run` identifies the run. */
  outcomeOf(name: string, provider: string, run: string): Promise<Outcome>;
  /** Patches the SDK so that its calls start through this function. */
  patch(startCall: () => CallHandle): void;
}

/** Checks that the app sees the same when any operation of the record fails. */
export function testFaults({
  title,
  uses,
  operations = OPERATIONS,
  startProvider,
  outcomeOf,
  patch,
}: FaultSuite): void {
  describe(`${title} with a broken recorder`, () => {
    let provider: Awaited<ReturnType<FaultSuite['startProvider']>>;
    let bare: Map<string, Outcome>;

    const run = async (name: string) => {
      const outcomes = new Map<string, Outcome>();
      for (const [index, use] of uses.entries()) {
        const label = `${index}.${title}${name}`.replaceAll(/[^\w.]/g, '');
        outcomes.set(use, await outcomeOf(use, provider.url, label));
      }
      return outcomes;
    };

    before(async () => {
      provider = await startProvider();
      bare = await run('bare');
      patch(faultyCall);
    });

    after(() => provider.stop());

    for (const operation of operations) {
      test(`an exception of the recorder at ${operation} does not affect the app`, async () => {
        broken = operation;
        called = new Set();
        const outcomes = await run(operation);
        assert.ok(called.has(operation), 'the broken operation was called');
        for (const [name, outcome] of outcomes) assert.deepEqual(outcome, bare.get(name), name);
      });
    }
  });
}
