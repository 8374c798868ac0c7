import { collected, outcomeOn, type Outcome } from '../outcome.ts';
import type { Behaviour, Sdk, Stage } from './behaviour.ts';

/** Runs a behaviour. `run` identifies the run: it is part of the path of each call. */
export function outcomeOf(behaviour: Behaviour, sdk: Sdk, provider: string, run: string): Promise<Outcome> {
  return outcomeOn(behaviour, stage(sdk, provider, run));
}

function stage(sdk: Sdk, provider: string, run: string): Stage {
  let used = 0;
  let last = '';
  return {
    ...sdk,
    client: (situation, options = {}) => {
      last = `${run}.${used++}`;
      return new sdk.Anthropic({
        apiKey: 'sk-ant-api03-0123456789abcdef-wxyz',
        maxRetries: 0,
        logLevel: 'off',
        baseURL: `${provider}/${situation}/${last}`,
        ...options,
      });
    },
    hungUp: async () => (await (await fetch(`${provider}/hung-up/${last}`)).json()) as boolean,
    collected,
  };
}
