import assert from 'node:assert/strict';
import { classOfExports } from '../../../instrumentation/src/sdks/stainless/client-class.ts';
import type { StainlessSdk } from '../../../instrumentation/src/sdks/stainless/descriptor.ts';
import { patchStainless } from '../../../instrumentation/src/sdks/stainless/patch.ts';
import { OPERATIONS, testFaults } from '../faults.ts';
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider } from './odd-provider.ts';
import { outcomeOf } from './stage.ts';
import type { Wire } from './wire.ts';

/** Uses of the SDK that together reach every operation of a record. */
const USES = [
  'message',
  'the SDK retries: limited, overloaded, 200',
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
];

/** Tests that a broken recorder does not affect one of Anthropic's SDKs. `exported`: what the package exports. */
export async function testAnthropicFaults(
  descriptor: StainlessSdk,
  exported: Readonly<Record<string, unknown>>,
  app: string,
  wire: Wire,
): Promise<void> {
  const loader = new URL(`../../${app}/load-sdk.mjs`, import.meta.url);
  const { sdk } = (await import(loader.href)) as { sdk: Sdk };
  testFaults({
    title: descriptor.module,
    uses: USES,
    // A client of another platform adds its path once the first request is sent.
    ...(wire.platform === 'anthropic' ? {} : { operations: [...OPERATIONS, 'describe'] }),
    startProvider: () => startOddProvider(wire),
    outcomeOf: (name, provider, run) => {
      const behaviour = BEHAVIOURS.find((one) => one.name === name);
      if (behaviour === undefined) throw new Error(`there is no behaviour '${name}'`);
      return outcomeOf(behaviour, sdk, provider, run);
    },
    patch: (startCall) => {
      const found = classOfExports(descriptor, exported);
      assert.ok(found);
      patchStainless(descriptor, found, startCall);
    },
  });
}
