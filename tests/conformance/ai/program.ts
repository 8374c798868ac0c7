// Runs every behaviour with the SDK that the loader given on the command line loads, and sends what the app saw of each
// to the parent. It is the same program whether or not TokenTrail was preloaded, and imports nothing of it.
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { outcomeOf } from './stage.ts';

const [loader = '', , providers = '', nonce = '', only = ''] = process.argv.slice(2);
const { sdk } = (await import(loader)) as { sdk: Sdk };
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

for (const [index, behaviour] of BEHAVIOURS.entries()) {
  if (!behaviour.name.includes(only) || behaviour.variants?.includes(sdk.wire) === false) continue;
  process.send?.({ index, outcome: await outcomeOf(behaviour, sdk, providers, `${index}.${nonce}`) });
}
process.disconnect?.();
