// Runs every behaviour with the SDK that the loader given on the command line loads, and sends what the app saw of each
// to the parent. It is the same program whether or not TokenTrail was preloaded, and imports nothing of it.
import type { ChatSdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { outcomeOf } from './stage.ts';

const [loader = '', , provider = '', nonce = '', only = ''] = process.argv.slice(2);
const { sdk } = (await import(loader)) as { sdk: ChatSdk };

for (const [index, behaviour] of BEHAVIOURS.entries()) {
  if (!behaviour.name.includes(only) || (behaviour.needsFetch && sdk.usesNodeFetch)) continue;
  process.send?.({ index, outcome: await outcomeOf(behaviour, sdk, provider, `${index}.${nonce}`) });
}
process.disconnect?.();
