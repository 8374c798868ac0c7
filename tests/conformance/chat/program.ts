// Runs every behaviour with the SDK that the loader given on the command line loads, and sends what the app saw of each
// to the parent. It is the same program whether or not TokenTrail was preloaded, and imports nothing of it.
import { collected, outcomeOn } from '../outcome.ts';
import type { ChatSdk, Stage } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';

const [loader = '', , provider = '', nonce = '', only = ''] = process.argv.slice(2);
const { sdk } = (await import(loader)) as { sdk: ChatSdk };

for (const [index, behaviour] of BEHAVIOURS.entries()) {
  if (!behaviour.name.includes(only) || (behaviour.needsFetch && sdk.usesNodeFetch)) continue;
  process.send?.({ index, outcome: await outcomeOn(behaviour, stage(`${index}.${nonce}`)) });
}
process.disconnect?.();

/** `run` names this run of a behaviour: the paths of its calls contain the name. */
function stage(run: string): Stage {
  let used = 0;
  let last = '';
  return {
    client: (situation, options = {}) => {
      last = `${run}.${used++}`;
      const baseURL = `${provider}/${situation}/${last}`;
      return new sdk.Client({
        apiKey: 'key-0123456789abcdef-wxyz',
        maxRetries: 0,
        ...sdk.options,
        ...options,
        baseURL,
      });
    },
    hungUp: async () => (await (await fetch(`${provider}/hung-up/${last}`)).json()) as boolean,
    collected,
  };
}
