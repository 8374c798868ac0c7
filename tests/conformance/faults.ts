import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CallHandle } from '../../instrumentation/src/types.ts';
import type { Outcome } from './outcome.ts';

export const PLACES = [
  'start',
  'ended',
  'attempt',
  'responded',
  'attempt end',
  'first chunk',
  'content',
  'end',
] as const;
type Endpoint = (typeof PLACES)[number] | 'describe';

let broken: Endpoint | undefined;
let spokenTo = new Set<Endpoint>();

/** Throws at the operation that is broken in this test. */
function fault(position: Endpoint): void {
  spokenTo.add(position);
  if (position === broken) throw new Error(`the record is broken at ${position}`);
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
  positions?: readonly Endpoint[];
  startProvider(): Promise<{ url: string; stop(): Promise<void> }>;
  /** Runs the behaviour with that name. `run` identifies the run. */
  outcomeOf(name: string, provider: string, run: string): Promise<Outcome>;
  /** Patches the SDK so that its calls start through this function. */
  patch(startCall: () => CallHandle): void;
}

/** Checks that the app sees the same when any operation of the record fails. */
export function testFaults({ title, uses, positions = PLACES, startProvider, outcomeOf, patch }: FaultSuite): void {
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

    for (const position of positions) {
      test(`an exception of the recorder at ${position} does not affect the app`, async () => {
        broken = position;
        spokenTo = new Set();
        const outcomes = await run(position);
        assert.ok(spokenTo.has(position), 'the broken place was met');
        for (const [name, outcome] of outcomes) assert.deepEqual(outcome, bare.get(name), name);
      });
    }
  });
}
