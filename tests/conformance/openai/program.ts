// Runs every behaviour with the SDK that the loader given on the command line loads, and sends what the app saw of each
// to the parent. It is the same program whether or not TokenTrail was preloaded, and imports nothing of it.
import { BEHAVIOURS, type Behaviour, type Sdk, type Stage } from './behaviours.ts';

const [loader = '', provider = '', nonce = '', only = ''] = process.argv.slice(2);
const { sdk } = (await import(loader)) as { sdk: Omit<Sdk, 'major'> & { VERSION?: string } };
const major = Number(process.env.OPENAI_MAJOR);

let rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(described(reason)));

for (const [index, behaviour] of BEHAVIOURS.entries()) {
  if (behaviour.majors?.includes(major) === false || !behaviour.name.includes(only)) continue;
  rejections = [];
  const outcome = await Promise.race([outcomeOf(behaviour, index), patience()]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.send?.({ index, outcome: { ...outcome, rejections } });
}
process.disconnect?.();

async function outcomeOf({ run }: Behaviour, index: number): Promise<object> {
  try {
    return { value: plain(await run(stage(index))) };
  } catch (error) {
    return { error: described(error) };
  }
}

/** A behaviour that hangs is an outcome too. */
async function patience(): Promise<object> {
  await new Promise((resolve) => setTimeout(resolve, 5000).unref());
  return { hangs: true };
}

function stage(index: number): Stage {
  let used = 0;
  let last = '';
  const baseURL = (situation: string) => {
    last = `${index}.${nonce}.${used++}`;
    return `${provider}/${situation}/${last}/v1`;
  };
  return {
    ...sdk,
    major,
    baseURL,
    client: (situation, options = {}) =>
      new sdk.OpenAI({
        apiKey: 'sk-proj-0123456789abcdef-wxyz',
        baseURL: baseURL(situation),
        maxRetries: 0,
        logLevel: 'off',
        ...options,
        ...(options.baseURL === undefined ? {} : { baseURL: `${String(options.baseURL)}/${last}` }),
      }),
    hungUp: async () => (await (await fetch(`${provider}/hung-up/${last}`)).json()) as boolean,
    collected: async () => {
      for (let round = 0; round < 10; round++) {
        globalThis.gc?.();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
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
