// Runs every behaviour with the SDK of the loader given on the command line, and sends the outcome of each to the
// parent. The program is the same with and without TokenTrail preloaded, and imports nothing from it.
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { outcomeOf } from './stage.ts';

const [loader = '', major = '', provider = '', nonce = '', only = ''] = process.argv.slice(2);
const loaded = (await import(loader)) as { sdk: Omit<Sdk, 'major'> };
const sdk: Sdk = { ...loaded.sdk, major: Number(major) };

for (const [index, behaviour] of BEHAVIOURS.entries()) {
  if (behaviour.majors?.includes(sdk.major) === false || !behaviour.name.includes(only)) continue;
  process.send?.({ index, outcome: await outcomeOf(behaviour, sdk, provider, `${index}.${nonce}`) });
}
process.disconnect?.();
