// Runs every behaviour with the SDK of the loader given on the command line, and sends the outcome of each to the
// parent. The program is the same with and without TokenTrail preloaded, and imports nothing from it.
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { outcomeOf } from './stage.ts';

const [loader = '', , provider = '', nonce = '', only = ''] = process.argv.slice(2);
const { sdk } = (await import(loader)) as { sdk: Sdk };

for (const [index, behaviour] of BEHAVIOURS.entries()) {
  if (!behaviour.name.includes(only) || behaviour.platforms?.includes(sdk.platform) === false) continue;
  process.send?.({ index, outcome: await outcomeOf(behaviour, sdk, provider, `${index}.${nonce}`) });
}
process.disconnect?.();
