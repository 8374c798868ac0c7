import assert from 'node:assert/strict';
import * as exported from '@google/genai';
import { patchGoogleGenAI } from '../../../instrumentation/src/sdks/google-genai/patch.ts';
import { modelsPrototype } from '../../../instrumentation/src/sdks/google-genai/sdk.ts';
import { testFaults } from '../faults.ts';
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';
import { outcomeOf } from './stage.ts';

const loader = new URL('../../app-google-genai/load-google-genai.mjs', import.meta.url);
const { sdk } = (await import(loader.href)) as { sdk: Sdk };

testFaults({
  title: '@google/genai',
  uses: [
    'generateContent',
    'methods and clients are unchanged',
    'the SDK retries: 429, 500, 200',
    'a refused key',
    'the connection breaks before the response',
    'the caller aborts before the response',
    'the body is not JSON',
    'stream',
    'the app breaks after the first chunk',
    'the connection breaks in the middle of a stream',
    'the caller aborts while reading',
    'automatic function calling: one call, two requests',
    'automatic function calling, as a stream',
    'automatic continuation, as a stream',
    'a chat, as a stream',
    'embedContent',
    'generateImages',
  ],
  startProvider: startOddProvider,
  outcomeOf: (name, provider, run) => {
    const behaviour = BEHAVIOURS.find((one) => one.name === name);
    if (behaviour === undefined) throw new Error(`there is no behaviour '${name}'`);
    return outcomeOf(behaviour, sdk, provider, run);
  },
  patch: (startCall) => {
    const prototype = modelsPrototype({ ...exported });
    assert.ok(prototype);
    patchGoogleGenAI(prototype, startCall);
  },
});
