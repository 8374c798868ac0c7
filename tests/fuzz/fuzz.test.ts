/** A short run of each target, starting with inputs that failed once. `npm run fuzz` is the long run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SEED } from './harness.ts';
import { summaryOf, TARGETS } from './targets.ts';

const SECONDS = 20;

for (const [name, run] of Object.entries(TARGETS)) {
  test(`${name}: the process survives, others are served within a second, and nothing leaks`, async (t) => {
    const result = await run({ seconds: SECONDS, seed: DEFAULT_SEED, log: (line) => t.diagnostic(line) });
    t.diagnostic(summaryOf(result));
    assert.deepEqual(
      result.failures.map(({ symptom, file }) => `${symptom}: ${file}`),
      [],
    );
    assert.ok(result.inputs > 0);
  });
}
