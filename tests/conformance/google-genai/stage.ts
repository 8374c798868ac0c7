import { collected, outcomeOn, type Outcome } from '../outcome.ts';
import type { Behaviour, Sdk, Stage } from './behaviour.ts';

// The SDK writes some warnings once per process; they are not compared.
console.warn = () => undefined;

/** Runs a behaviour. `run` identifies the run: it is part of the path of each call. */
export function outcomeOf(behaviour: Behaviour, sdk: Sdk, provider: string, run: string): Promise<Outcome> {
  return outcomeOn(behaviour, stage(sdk, provider, run));
}

function stage(sdk: Sdk, provider: string, run: string): Stage {
  let used = 0;
  let last = '';
  const ask = async (what: string) => (await fetch(`${provider}/${what}/${last}`)).json();
  return {
    ...sdk,
    client: (situation, options = {}) => {
      last = `${run}.${used++}`;
      return new sdk.GoogleGenAI({
        apiKey: 'AIzaSyA0123456789abcdefghijklmnopqrwxyz',
        ...options,
        httpOptions: { baseUrl: `${provider}/${situation}/${last}`, ...options.httpOptions },
      });
    },
    hungUp: async () => (await ask('hung-up')) as boolean,
    asked: async () => (await ask('asked')) as number,
    collected,
  };
}
