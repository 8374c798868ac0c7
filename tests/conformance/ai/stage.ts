import { collected, outcomeOn, type Outcome } from '../outcome.ts';
import type { Behaviour, Sdk, Stage } from './behaviour.ts';

/** Runs a behaviour. `run` identifies the run: it is part of the path of each call. */
export function outcomeOf(behaviour: Behaviour, sdk: Sdk, providers: string, run: string): Promise<Outcome> {
  return outcomeOn(
    { run: (on: Stage) => behaviour.run(on).catch((error: unknown) => ({ thrown: withoutLocation(error) })) },
    stage(sdk, providers, run),
  );
}

/** An error as the app sees it, without URL and time, which differ between runs. */
function withoutLocation(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, cause, statusCode, isRetryable, data, responseBody, reason, errors } = error as Error &
    Record<string, unknown>;
  const all = Array.isArray(errors) ? errors.map(withoutLocation) : undefined;
  const reported = { statusCode, isRetryable, data, responseBody, reason };
  return { class: error.constructor.name, name, message, ...reported, errors: all, cause: withoutLocation(cause) };
}

function stage(sdk: Sdk, providers: string, run: string): Stage {
  const [openai = '', anthropic = '', media = ''] = providers.split(' ');
  const odd = sdk.wire === 'openai' ? openai : anthropic;
  let used = 0;
  let last = '';
  const url = (situation: string, base = odd) => {
    last = `${run}.${used++}`;
    return `${base}/${situation}/${last}`;
  };
  return {
    ...sdk,
    url,
    mediaUrl: () => url('ok', media),
    ask: (situation, options) => {
      const model = sdk.model(sdk.provider(url(situation), options));
      if (typeof model === 'string') throw new Error('a model of its provider was expected');
      return model;
    },
    hungUp: async () => String(await (await fetch(`${odd}/hung-up/${last}`)).json()) === 'true',
    collected,
  };
}
