import { collected, outcomeOn, type Outcome } from '../outcome.ts';
import type { Behaviour, Sdk, Stage } from './behaviour.ts';

/** Runs a behaviour. `run` identifies the run: it is part of the path of each call. */
export function outcomeOf(behaviour: Behaviour, sdk: Sdk, provider: string, run: string): Promise<Outcome> {
  return outcomeOn(behaviour, stage(sdk, provider, run));
}

function stage(sdk: Sdk, provider: string, run: string): Stage {
  let used = 0;
  let last = '';
  const baseURL = (situation: string) => {
    last = `${run}.${used++}`;
    return `${provider}/${situation}/${last}/v1`;
  };
  return {
    ...sdk,
    baseURL,
    client: (situation, options = {}) => {
      const url = baseURL(situation);
      return new sdk.OpenAI({
        apiKey: 'sk-proj-0123456789abcdef-wxyz',
        maxRetries: 0,
        logLevel: 'off',
        ...options,
        baseURL: options.baseURL === undefined ? url : `${String(options.baseURL)}/${last}`,
      });
    },
    hungUp: async () => (await (await fetch(`${provider}/hung-up/${last}`)).json()) as boolean,
    collected,
  };
}
