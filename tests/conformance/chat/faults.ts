import assert from 'node:assert/strict';
import { classOfExports } from '../../../instrumentation/src/sdks/stainless/client-class.ts';
import type { StainlessSdk } from '../../../instrumentation/src/sdks/stainless/descriptor.ts';
import { patchStainless } from '../../../instrumentation/src/sdks/stainless/patch.ts';
import { testFaults } from '../faults.ts';
import type { ChatSdk, Wire } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { startChatProvider } from './odd-provider.ts';
import { outcomeOf } from './stage.ts';

/** Uses of the SDK that together reach every operation of a record. */
const USES = [
  'chat completion',
  'retries of the SDK: 429, 500, 200',
  'a refused key',
  'a connection that breaks before the response, then one that holds',
  'the caller aborts before the response',
  'a body that is no JSON',
  'create().asResponse() leaves the body to the app',
  'stream: usage in the last chunk',
  'break after the first chunk ends the request',
  'an error event in a stream',
  'tee(), both read',
];

/** Tests that a broken recorder does not affect the SDK of a chat provider, which `app` loads. */
export async function testChatFaults(descriptor: StainlessSdk, app: string, wire: Wire): Promise<void> {
  const loader = new URL(`../../${app}/load-sdk.mjs`, import.meta.url);
  const { sdk } = (await import(loader.href)) as { sdk: ChatSdk };
  testFaults({
    title: descriptor.module,
    uses: USES,
    startProvider: () => startChatProvider(wire),
    outcomeOf: (name, provider, run) => {
      const behaviour = BEHAVIOURS.find((one) => one.name === name);
      if (behaviour === undefined) throw new Error(`there is no behaviour '${name}'`);
      return outcomeOf(behaviour, sdk, provider, run);
    },
    patch: (startCall) => {
      const found = classOfExports(descriptor, { default: sdk.Client });
      assert.ok(found);
      patchStainless(descriptor, found, startCall);
    },
  });
}
