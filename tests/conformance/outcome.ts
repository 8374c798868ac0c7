/** One use of an SDK, run on a stage `S`. What the app sees of it must be the same with and without us. */
export interface BehaviourOn<S> {
  run(stage: S): Promise<unknown>;
}

/** What the app saw of a behaviour, as JSON: a value or a thrown error, and the unhandled rejections. */
export interface Outcome {
  value?: unknown;
  error?: unknown;
  hangs?: true;
  rejections: unknown[];
}

/** No behaviour takes as long, ms, even on a busy machine. */
const PATIENCE_MS = 20_000;

/** Runs a behaviour. */
export async function outcomeOn<S>(behaviour: BehaviourOn<S>, stage: S): Promise<Outcome> {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(described(reason));
  process.on('unhandledRejection', onRejection);
  const outcome = await Promise.race([attempted(behaviour, stage), patience()]);
  await pause(5);
  process.off('unhandledRejection', onRejection);
  return { ...outcome, rejections };
}

async function attempted<S>(behaviour: BehaviourOn<S>, on: S): Promise<Omit<Outcome, 'rejections'>> {
  try {
    return { value: plain(await behaviour.run(on)) };
  } catch (error) {
    return { error: described(error) };
  }
}

/** The outcome of a behaviour that does not end. */
async function patience(): Promise<Omit<Outcome, 'rejections'>> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
  return { hangs: true };
}

export function pause(ms: number): Promise<void> {
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

/** Runs the garbage collector for a while. */
export async function collected(): Promise<void> {
  for (let round = 0; round < 10; round++) {
    globalThis.gc?.();
    await pause(10);
  }
}
