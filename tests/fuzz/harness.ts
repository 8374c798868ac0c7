/** Attacks one target for a limited time, from a fixed seed, and reduces each failure to a small input. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Subject, Target } from './target.ts';
import { Watch } from './watch.ts';

export const DEFAULT_SEED = 20261129;
export const DEFAULT_SECONDS = 600;
const CORPUS = join(import.meta.dirname, 'corpus');
const REPORTS = join(import.meta.dirname, '../../.tokentrail/fuzz');
/** Maximum failures per run; further ones would mostly be repetitions. */
const MAX_FAILURES = 5;
const SHRINK_MS = 60_000;
const MAX_STEPS = 150;
/** Maximum duration of an attack, ms; longer than every time limit of the parts themselves. */
const MAX_ATTACK_MS = 45_000;
/** Inputs generated at once. */
const BATCH = 50;

export interface Failure {
  symptom: string;
  input: unknown;
  /** Path of the report, or of the file in the corpus. */
  file: string;
}

export interface FuzzResult {
  target: string;
  seed: number;
  inputs: number;
  fromCorpus: number;
  slowestMs: number;
  peakMiB: number;
  failures: Failure[];
}

export interface FuzzOptions {
  seconds: number;
  seed: number;
  log: (line: string) => void;
}

/** Attacks first with inputs that failed once, then with new ones until the time is up. */
export async function fuzz<Input>(target: Target<Input>, options: FuzzOptions): Promise<FuzzResult> {
  const run = new Run(target, options);
  try {
    await run.replayCorpus();
    await run.attackUntil(Date.now() + options.seconds * 1000);
    await run.finish();
  } finally {
    await run.stop();
  }
  return run.result;
}

class Run<Input> {
  readonly result: FuzzResult;
  readonly #target: Target<Input>;
  readonly #options: FuzzOptions;
  #subject: Subject<Input> | undefined;
  #watch: Watch | undefined;

  constructor(target: Target<Input>, options: FuzzOptions) {
    this.#target = target;
    this.#options = options;
    const { name } = target;
    const counts = { inputs: 0, fromCorpus: 0, slowestMs: 0, peakMiB: 0 };
    this.result = { target: name, seed: options.seed, ...counts, failures: [] };
  }

  async replayCorpus(): Promise<void> {
    const folder = join(CORPUS, this.#target.name);
    for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
      const file = join(folder, name);
      const { input } = JSON.parse(readFileSync(file, 'utf8')) as { input: Input };
      this.result.fromCorpus += 1;
      const symptom = await this.#symptomOf(input);
      if (symptom !== undefined) {
        this.#options.log(`  FAILED ${this.#target.name}: ${symptom} (corpus/${this.#target.name}/${name})`);
        this.result.failures.push({ symptom, input, file });
      }
    }
  }

  async attackUntil(deadline: number): Promise<void> {
    for (let batch = 0; Date.now() < deadline; batch += 1) {
      const seed = (this.#options.seed + batch) | 0;
      for (const value of fc.sample(new WithShrinks(this.#target.inputs), { seed, numRuns: BATCH })) {
        if (Date.now() >= deadline) return;
        this.result.inputs += 1;
        const symptom = await this.#symptomOf(value.value);
        if (symptom !== undefined) await this.#report(symptom, value, seed);
        if (this.result.failures.length >= MAX_FAILURES) return;
      }
    }
  }

  async finish(): Promise<void> {
    const { subject } = await this.#running();
    await subject.finish().catch((error: unknown) => {
      const symptom = (error as Error).message;
      this.result.failures.push({ symptom, input: null, file: this.#write(symptom, null, this.#options.seed) });
    });
  }

  async stop(): Promise<void> {
    const [subject, watch] = [this.#subject, this.#watch];
    this.#subject = undefined;
    this.#watch = undefined;
    if (watch !== undefined) {
      this.result.slowestMs = Math.max(this.result.slowestMs, Math.round(watch.slowestMs));
      this.result.peakMiB = Math.max(this.result.peakMiB, Math.round(watch.peakMiB));
      await watch.stop();
    }
    await subject?.stop();
  }

  async #running(): Promise<{ subject: Subject<Input>; watch: Watch }> {
    this.#subject ??= await this.#target.start();
    this.#watch ??= new Watch(this.#subject);
    return { subject: this.#subject, watch: this.#watch };
  }

  /** The failure that `input` causes, if any; the subject is restarted after one. */
  async #symptomOf(input: Input): Promise<string | undefined> {
    const { subject, watch } = await this.#running();
    try {
      const attack = subject.attack(input);
      // The attack may still settle after the subject was abandoned.
      attack.catch(() => undefined);
      await Promise.race([attack, watch.broken, tooLate()]);
      await watch.settle();
      return undefined;
    } catch (error) {
      await this.stop();
      return (error as Error).message;
    }
  }

  async #report(symptom: string, value: fc.Value<Input>, seed: number): Promise<void> {
    const known = this.result.failures.some((failure) => kindOf(failure.symptom) === kindOf(symptom));
    if (known) return;
    const input = await this.#shrink(value);
    const file = this.#write(symptom, input, seed);
    this.result.failures.push({ symptom, input, file });
    this.#options.log(`  FAILED ${this.#target.name}: ${symptom} (seed ${seed}, input in ${file})`);
  }

  /** The smallest input found within the limits that still fails in any way. */
  async #shrink(failed: fc.Value<Input>): Promise<Input> {
    const deadline = Date.now() + SHRINK_MS;
    let smallest = failed;
    let steps = 0;
    for (let smaller: fc.Value<Input> | undefined = failed; smaller !== undefined;) {
      smallest = smaller;
      smaller = undefined;
      for (const candidate of this.#target.inputs.shrink(smallest.value_, smallest.context)) {
        if (Date.now() > deadline || ++steps > MAX_STEPS) return smallest.value;
        if ((await this.#symptomOf(candidate.value)) !== undefined) {
          smaller = candidate;
          break;
        }
      }
    }
    return smallest.value;
  }

  #write(symptom: string, input: unknown, seed: number): string {
    mkdirSync(REPORTS, { recursive: true, mode: 0o700 });
    const file = join(REPORTS, `${this.#target.name}-${seed}-${this.result.failures.length}.json`);
    writeFileSync(file, `${JSON.stringify({ about: symptom, seed, input }, null, 2)}\n`);
    return file;
  }
}

async function tooLate(): Promise<never> {
  await sleep(MAX_ATTACK_MS, undefined, { ref: false });
  throw new Error(`an attack did not end within ${MAX_ATTACK_MS / 1000} s`);
}

/** Normalizes symptoms that differ only in a number. */
function kindOf(symptom: string): string {
  return symptom.replace(/\d+/g, 'N');
}

/** Returns the values together with what their arbitrary needs to shrink them. */
class WithShrinks<T> extends fc.Arbitrary<fc.Value<T>> {
  readonly #of: fc.Arbitrary<T>;

  constructor(of: fc.Arbitrary<T>) {
    super();
    this.#of = of;
  }

  generate(random: fc.Random, bias: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.#of.generate(random, bias), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is fc.Value<T> {
    return value === undefined;
  }

  shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}
