import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CallHandle } from '../../../instrumentation/src/record-types.ts';
import { patchOpenAI } from '../../../instrumentation/src/sdks/openai/patch.ts';
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider, type OddProvider } from './odd-provider.ts';
import { outcomeOf, type Outcome } from './stage.ts';

/** Uses of the SDK that between them reach every place where the record is spoken to. */
const USES = [
  'chat completion',
  'retries of the SDK: 429, 500, 200',
  'a refused key',
  'nobody listens',
  'the caller aborts before the answer',
  'stream with usage',
  'break after the first chunk ends the request',
  'the connection breaks in the middle of a stream',
  'tee(), both read',
  'create().withResponse() of a stream',
  'create().asResponse() leaves the body to the app',
  'chat.completions.parse()',
  'response, streamed',
  'embeddings',
  'a body that breaks off',
];

const PLACES = ['start', 'ended', 'attempt', 'responded', 'attempt end', 'first chunk', 'content', 'end'] as const;
type Place = (typeof PLACES)[number];

let broken: Place | undefined;
let spokenTo = new Set<Place>();

/** A record that fails at the place that is broken. */
function fault(place: Place): void {
  spokenTo.add(place);
  if (place === broken) throw new Error(`the record is broken at ${place}`);
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
    firstChunk: () => fault('first chunk'),
    wants: () => true,
    content: () => fault('content'),
    end: () => fault('end'),
  };
}

for (const major of [6, 7]) {
  describe(`openai ${major} with a broken recorder`, () => {
    let provider: OddProvider;
    let sdk: Sdk;
    let bare: Map<string, Outcome>;

    const run = async (name: string) => {
      const behaviours = BEHAVIOURS.filter(({ name }) => USES.includes(name));
      assert.equal(behaviours.length, USES.length);
      const outcomes = new Map<string, Outcome>();
      for (const [index, behaviour] of behaviours.entries()) {
        const label = `${index}.${major}${name.replaceAll(' ', '')}`;
        outcomes.set(behaviour.name, await outcomeOf(behaviour, sdk, provider.url, label));
      }
      return outcomes;
    };

    before(async () => {
      provider = await startOddProvider();
      const loader = new URL(`../../app-openai-${major}/load-openai.mjs`, import.meta.url);
      const loaded = (await import(loader.href)) as { sdk: Omit<Sdk, 'major'> };
      sdk = { ...loaded.sdk, major };
      bare = await run('bare');
      patchOpenAI({ ...sdk }, faultyCall);
    });

    after(() => provider.stop());

    for (const place of PLACES) {
      test(`a record that throws at ${place} changes nothing for the app`, async () => {
        broken = place;
        spokenTo = new Set();
        const outcomes = await run(place);
        assert.ok(spokenTo.has(place), 'the broken place was met');
        for (const [name, outcome] of outcomes) assert.deepEqual(outcome, bare.get(name), name);
      });
    }
  });
}
