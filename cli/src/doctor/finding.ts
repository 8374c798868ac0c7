/** What a step found. `skipped`: nothing was tested, because an earlier step failed or something is not configured. */
export interface Finding {
  state: 'passed' | 'warning' | 'failed' | 'skipped';
  /** What was found, one sentence without a full stop. */
  text: string;
  /** What to do, sentences. */
  remedy?: string;
  /** More facts, one line each. */
  details?: readonly string[];
}

/** A step of the chain from the app to the page. */
export interface Step {
  id: string;
  name: string;
  /** Ids of earlier steps without which this one says nothing. */
  needs: readonly string[];
  /** Tests the step. A rejection is a bug. */
  run(): Promise<Finding>;
}

export interface StepResult extends Finding {
  id: string;
  name: string;
}

/**
 * Runs the steps one after another. A step whose needed step failed or was skipped is skipped.
 *
 * @param report receives each result when it is known
 */
export async function runSteps(
  steps: readonly Step[],
  report: (result: StepResult) => void = () => undefined,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { id, name, needs, run } of steps) {
    const missing = results.find((other) => needs.includes(other.id) && ['failed', 'skipped'].includes(other.state));
    const finding: Finding =
      missing === undefined ? await run() : { state: 'skipped', text: `not tested, because of “${missing.name}”` };
    const result = { id, name, ...finding };
    results.push(result);
    report(result);
  }
  return results;
}

export function passed(text: string, details?: readonly string[]): Finding {
  return { state: 'passed', text, ...(details && { details }) };
}

export function failed(text: string, remedy: string): Finding {
  return { state: 'failed', text, remedy };
}
