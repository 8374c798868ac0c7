import assert from 'node:assert/strict';
import { OPENAI } from '../../../instrumentation/src/sdks/openai/descriptor.ts';
import { classOfExports } from '../../../instrumentation/src/sdks/stainless/client-class.ts';
import { patchStainless } from '../../../instrumentation/src/sdks/stainless/patch.ts';
import { testFaults } from '../faults.ts';
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';
import { outcomeOf } from './stage.ts';

/** Uses of the SDK that together reach every operation of a record. */
const USES = [
  'chat completion',
  'the SDK retries: 429, 500, 200',
  'a refused key',
  'no server listens',
  'the caller aborts before the response',
  'stream with usage',
  'the app breaks after the first chunk, which ends the request',
  'the connection breaks in the middle of a stream',
  'tee(), both read',
  'create().withResponse() of a stream',
  'create().asResponse() leaves the body to the app',
  'chat.completions.parse()',
  'response, streamed',
  'embeddings',
  'the body breaks off',
  'images.generate(), streamed',
  'audio.speech: the app gets the raw response, unread',
  'audio.transcriptions: the upload arrives whole',
  'responses.retrieve(), streamed',
];

for (const major of [6, 7]) {
  const loader = new URL(`../../app-openai-${major}/load-openai.mjs`, import.meta.url);
  const loaded = (await import(loader.href)) as { sdk: Omit<Sdk, 'major'> };
  const sdk: Sdk = { ...loaded.sdk, major };

  testFaults({
    title: `openai ${major}`,
    uses: USES,
    startProvider: startOddProvider,
    outcomeOf: (name, provider, run) => {
      const behaviour = BEHAVIOURS.find((one) => one.name === name);
      if (behaviour === undefined) throw new Error(`there is no behaviour '${name}'`);
      return outcomeOf(behaviour, sdk, provider, run);
    },
    patch: (startCall) => {
      const found = classOfExports(OPENAI, { ...sdk });
      assert.ok(found);
      patchStainless(OPENAI, found, startCall);
    },
  });
}
