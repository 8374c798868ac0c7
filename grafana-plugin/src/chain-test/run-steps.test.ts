import { StoreError } from '@tokentrail/usage-store';
import { runSteps, type Step, type StepResult } from './run-steps.ts';

const passing = (id: string, needs?: string): Step => ({
  id,
  name: id,
  ...(needs !== undefined && { needs }),
  run: async () => ({ state: 'passed', text: '' }),
});
const failing = (id: string): Step => ({ id, name: id, run: () => Promise.reject(new StoreError('busy', '')) });

async function statesOf(steps: readonly Step[]) {
  const reports: (readonly StepResult[])[] = [];
  await runSteps(steps, (results) => reports.push(results), new AbortController().signal);
  return reports.map((results) => results.map(({ finding }) => finding?.state ?? null));
}

test('reports the results so far before each step', async () => {
  expect(await statesOf([passing('a'), passing('b')])).toEqual([
    [null, null],
    ['passed', null],
    ['passed', 'passed'],
  ]);
});

test('skips what needs a failed step, directly or not, and runs the rest', async () => {
  const reports = await statesOf([failing('a'), passing('b', 'a'), passing('c', 'b'), passing('d')]);
  expect(reports.at(-1)).toEqual(['failed', 'skipped', 'skipped', 'passed']);
});

test('measures the time of each step that ran', async () => {
  const results: StepResult[] = [];
  const slow = {
    ...passing('a'),
    run: () => new Promise<never>((_, reject) => setTimeout(() => reject(new Error()), 20)),
  };
  await runSteps([slow, passing('b', 'a')], (next) => results.splice(0, 2, ...next), new AbortController().signal);
  expect(results[0]?.elapsedMs).toBeGreaterThan(15);
  expect(results[1]?.elapsedMs).toBeNull();
});

test('ends without a report when it is cancelled', async () => {
  const abort = new AbortController();
  const reports: (readonly StepResult[])[] = [];
  const cancelling = { ...passing('a'), run: () => Promise.reject<never>((abort.abort(), new Error())) };
  await runSteps([cancelling, passing('b')], (results) => reports.push(results), abort.signal);
  expect(reports).toHaveLength(1);
});
