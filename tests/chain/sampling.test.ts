import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { leftEarly, planCalls, type PlannedCall } from './call-plan.ts';
import { Chain } from './chain.ts';
import { runProgram } from './program.ts';
import { reconcile } from './reconcile.ts';
import type { SeenSpan } from './traced-app.ts';
import { settled } from './wait.ts';

const APPS = { 'SDK 2': 'app-sdk-2', 'SDK 3': 'app-openai-7' };
const CALLS = 1000;

for (const [sdk, folder] of Object.entries(APPS)) {
  const program = fileURLToPath(new URL(`../${folder}/traced-app.ts`, import.meta.url));

  test(`an app on OpenTelemetry ${sdk} that samples nothing still has all its calls in the ledger`, async (t) => {
    const provider = await startReplayedProvider();
    t.after(() => provider.stop());
    const chain = await Chain.start();
    t.after(() => chain.stop());

    const calls = plainChats(CALLS);
    const environment = { PROVIDER_URL: provider.url, TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl };
    const exported = await runProgram(program, calls, { env: { ...environment, SAMPLER: 'none' }, instrumented: true });
    assert.equal(exported, '[]');

    await settled(
      () => chain.totals(),
      ({ requests }) => requests >= CALLS,
    );
    const entries = await chain.entries();
    assert.deepEqual(reconcile(entries, provider.bill, leftEarly(calls)).differences.slice(0, 20), []);
    assert.equal(entries.length, CALLS);
    // The app's limits (20 attributes, 50 characters) do not apply to records.
    for (const { record } of entries) {
      assert.ok(record.costLines.length > 0 || record.statusCode !== 200);
      assert.ok(record.serviceName !== '' && record.keyPreview !== null && record.cost.charged.state !== null);
    }
  });

  test(`the spans of an app on OpenTelemetry ${sdk} are the same with and without TokenTrail`, async (t) => {
    const provider = await startReplayedProvider();
    t.after(() => provider.stop());
    const chain = await Chain.start();
    t.after(() => chain.stop());

    const environment = { PROVIDER_URL: provider.url, TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl, SAMPLER: 'all' };
    const run = async (instrumented: boolean) =>
      JSON.parse(await runProgram(program, plainChats(60), { env: environment, instrumented })) as SeenSpan[];
    const [without, withUs] = [await run(false), await run(true)];
    assert.equal(without.length, 120);
    assert.deepEqual(withUs, without);

    const totals = await settled(
      () => chain.totals(),
      ({ requests }) => requests >= 60,
    );
    assert.equal(totals.requests, 60);
    assert.doesNotMatch(JSON.stringify(withUs), /tokentrail|gen_ai|x{20}/);
  });
}

/** Chats without streams, including refusals and retries. */
function plainChats(count: number): PlannedCall[] {
  return planCalls(4 * count)
    .filter(({ api, stream }) => api === 'chat' && !stream)
    .slice(0, count);
}
