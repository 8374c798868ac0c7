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

/** A record that fails at the place that is broken. */
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
  /** Names of behaviours that between them reach every place where the record is spoken to. */
  uses: readonly string[];
  /** Where the SDK's patch speaks to the record; default: everywhere that those with one method a request do. */
  positions?: readonly Endpoint[];
  startProvider(): Promise<{ url: string; stop(): Promise<void> }>;
  /** Runs the behaviour of that name; `run` names this run of it. */
  outcomeOf(name: string, provider: string, run: string): Promise<Outcome>;
  /** Patches the SDK so that its calls are begun by this function. */
  patch(startCall: () => CallHandle): void;
}

/** Whatever place of the record fails, the app sees the same. */
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
      test(`a record that throws at ${position} changes nothing for the app`, async () => {
        broken = position;
        spokenTo = new Set();
        const outcomes = await run(position);
        assert.ok(spokenTo.has(position), 'the broken place was met');
        for (const [name, outcome] of outcomes) assert.deepEqual(outcome, bare.get(name), name);
      });
    }
  });
}
