import assert from 'node:assert/strict';
import * as exported from '@anthropic-ai/sdk';
import { ANTHROPIC } from '../../../instrumentation/src/sdks/anthropic/descriptor.ts';
import { classOfExports } from '../../../instrumentation/src/sdks/stainless/client-class.ts';
import { patchStainless } from '../../../instrumentation/src/sdks/stainless/patch.ts';
import { testFaults } from '../faults.ts';
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';
import { outcomeOf } from './stage.ts';

const loader = new URL('../../app-anthropic/load-anthropic.mjs', import.meta.url);
const { sdk } = (await import(loader.href)) as { sdk: Sdk };

testFaults({
  title: '@anthropic-ai/sdk',
  uses: [
    'message',
    'retries of the SDK: 429, 529, 200',
    'a refused key',
    'a connection that breaks before the answer, then one that holds',
    'the caller aborts before the answer',
    'asResponse() leaves the body to the app',
    'a body that is no JSON',
    'stream',
    'messages.stream()',
    'break after the first event ends the request',
    'the connection breaks in the middle of a stream',
    'tee(), both read',
    'middleware that asks another model: one call, two tries',
    'the client in a middleware looks as without us',
    "the SDK's own spans stay as they are",
  ],
  startProvider: startOddProvider,
  outcomeOf: (name, provider, run) => {
    const behaviour = BEHAVIOURS.find((one) => one.name === name);
    if (behaviour === undefined) throw new Error(`there is no behaviour '${name}'`);
    return outcomeOf(behaviour, sdk, provider, run);
  },
  patch: (startCall) => {
    const found = classOfExports(ANTHROPIC, { ...exported });
    assert.ok(found);
    patchStainless(ANTHROPIC, found, startCall);
  },
});
