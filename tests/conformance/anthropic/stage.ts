import { collected, outcomeOn, type Outcome } from '../outcome.ts';
import type { Behaviour, Sdk, Stage } from './behaviour.ts';

/** Runs a behaviour. `run` identifies the run: it is part of the path of each call. */
export function outcomeOf(behaviour: Behaviour, sdk: Sdk, provider: string, run: string): Promise<Outcome> {
  return outcomeOn(behaviour, stage(sdk, provider, run));
}

function stage(sdk: Sdk, provider: string, run: string): Stage {
  let used = 0;
  let last = '';
  const urlOf = (situation: string) => {
    last = `${run}.${used++}`;
    return `${provider}/${situation}/${last}`;
  };
  return {
    ...sdk,
    urlOf,
    client: (situation, { Client = sdk.Client, ...options } = {}) =>
      new Client({
        ...sdk.options,
        maxRetries: 0,
        logLevel: 'off',
        baseURL: urlOf(situation) + (sdk.basePath ?? ''),
        ...options,
      }),
    hungUp: async () => (await (await fetch(`${provider}/hung-up/${last}`)).json()) as boolean,
    collected,
  };
}
