/** A short run of each target, after the inputs that once failed. `npm run fuzz` is the long one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SEED } from './harness.ts';
import { summaryOf, TARGETS } from './targets.ts';

const SECONDS = 20;

for (const [name, run] of Object.entries(TARGETS)) {
  test(`${name}: the process lives, others are served within a second, nothing leaks`, async (t) => {
    const result = await run({ seconds: SECONDS, seed: DEFAULT_SEED, log: (line) => t.diagnostic(line) });
    t.diagnostic(summaryOf(result));
    assert.deepEqual(
      result.failures.map(({ symptom, file }) => `${symptom}: ${file}`),
      [],
    );
    assert.ok(result.inputs > 0);
  });
}
