import type { Behaviour, Sdk, Stage } from './behaviour.ts';

/** What the app saw of a behaviour, as JSON: a value or what was thrown, and the rejections that nobody handled. */
export interface Outcome {
  value?: unknown;
  error?: unknown;
  hangs?: true;
  rejections: unknown[];
}

/** Runs a behaviour. `run` names this run of it: the paths of its calls carry the name. */
export async function outcomeOf(behaviour: Behaviour, sdk: Sdk, provider: string, run: string): Promise<Outcome> {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(described(reason));
  process.on('unhandledRejection', onRejection);
  const outcome = await Promise.race([attempted(behaviour, stage(sdk, provider, run)), patience()]);
  await pause(5);
  process.off('unhandledRejection', onRejection);
  return { ...outcome, rejections };
}

async function attempted(behaviour: Behaviour, on: Stage): Promise<Omit<Outcome, 'rejections'>> {
  try {
    return { value: plain(await behaviour.run(on)) };
  } catch (error) {
    return { error: described(error) };
  }
}

/** A behaviour that hangs is an outcome too. */
async function patience(): Promise<Omit<Outcome, 'rejections'>> {
  await new Promise((resolve) => setTimeout(resolve, 5000).unref());
  return { hangs: true };
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
    collected: async () => {
      for (let round = 0; round < 10; round++) {
        globalThis.gc?.();
        await pause(10);
      }
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What an app can see of a value, as JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? 'undefined' : (JSON.parse(JSON.stringify(value)) as unknown);
}

function described(error: unknown): unknown {
  if (!(error instanceof Error)) return plain(error);
  const { name, message, cause } = error;
  return { ...error, class: error.constructor.name, name, message, headers: undefined, cause: described(cause) };
}
