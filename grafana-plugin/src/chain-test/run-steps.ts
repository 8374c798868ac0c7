import { findingOfError, type Finding } from './finding.ts';
import { skipped } from './finding-words.ts';

/** A step of the chain from the app to the page. */
export interface Step {
  id: string;
  name: string;
  /** Id of an earlier step without which this one says nothing. */
  needs?: string;
  /** Tests the step. A rejection is a failure. */
  run(signal: AbortSignal): Promise<Finding>;
}

export interface StepResult {
  id: string;
  name: string;
  /** Null while it is not known. */
  finding: Finding | null;
  /** Null if the step tested nothing, or runs. */
  elapsedMs: number | null;
}

/**
 * Runs the steps one after another, so that the time of each is its own. Resolves when all have a finding, or when
 * `signal` is aborted.
 *
 * @param report receives the results so far, before each step and at the end
 */
export async function runSteps(
  steps: readonly Step[],
  report: (results: readonly StepResult[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const results: StepResult[] = steps.map(({ id, name }) => ({ id, name, finding: null, elapsedMs: null }));
  for (const [index, step] of steps.entries()) {
    report([...results]);
    const needed = results.find(({ id }) => id === step.needs)?.finding;
    const isBlocked = needed?.state === 'failed' || needed?.state === 'skipped';
    results[index] = {
      id: step.id,
      name: step.name,
      ...(isBlocked ? { finding: skipped(), elapsedMs: null } : await timed(step, signal)),
    };
    if (signal.aborted) {
      return;
    }
  }
  report(results);
}

async function timed(step: Step, signal: AbortSignal): Promise<Pick<StepResult, 'finding' | 'elapsedMs'>> {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  try {
    const finding = await step.run(signal);
    return { finding, elapsedMs: finding.state === 'skipped' || finding.state === 'denied' ? null : elapsed() };
  } catch (error) {
    return { finding: findingOfError(error, elapsed()), elapsedMs: elapsed() };
  }
}
