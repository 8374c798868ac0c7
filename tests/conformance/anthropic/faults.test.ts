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
    'the SDK retries: 429, 529, 200',
    'a refused key',
    'the connection breaks before the response, and the next one works',
    'the caller aborts before the response',
    'asResponse() leaves the body to the app',
    'the body is not JSON',
    'stream',
    'messages.stream()',
    'the app breaks after the first event, which ends the request',
    'the connection breaks in the middle of a stream',
    'tee(), both read',
    'middleware calls another model: one call, two attempts',
    'the client in a middleware is unchanged',
    "the SDK's own spans are unchanged",
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
