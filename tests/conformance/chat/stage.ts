import { collected, outcomeOn, type Outcome } from '../outcome.ts';
import type { Behaviour, ChatSdk, Stage } from './behaviour.ts';

/** Runs a behaviour. `run` identifies the run: it is part of the path of each call. */
export function outcomeOf(behaviour: Behaviour, sdk: ChatSdk, provider: string, run: string): Promise<Outcome> {
  return outcomeOn(behaviour, stage(sdk, provider, run));
}

function stage(sdk: ChatSdk, provider: string, run: string): Stage {
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
