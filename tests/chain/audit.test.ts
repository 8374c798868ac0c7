import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { planCalls } from './call-plan.ts';
import { Chain } from './chain.ts';
import { audit, tamper } from './run-audit.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

test('tokentrail audit finds nothing in recorded rows, and finds every row that was changed afterwards', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const calls = planCalls(60);
  await runWorkload(calls, { providerUrl: provider.url, otlpUrl: chain.otlpUrl, processes: 2 });
  await settled(
    () => chain.totals(),
    ({ requests }) => requests >= calls.length,
  );

  const clean = await audit(chain.readerEnvironment(), '--from', '1h');
  assert.match(clean.text, /60 calls priced again with [1-9]\d* price entries/);
  assert.match(clean.text, /deviations: 0, \$0 in all/);
  assert.equal(clean.code, 0);

  const [one, two, three, four] = (await chain.entries()).filter(
    ({ record, attempts }) => record.cost.charged.state === 'priced' && attempts.length === 1 && record.outputTokens,
  );
  assert.ok(one && two && three && four);
  const { cost } = one.record;
  const dearer = { state: 'priced' as const, nanoUsd: String(BigInt(cost.charged.nanoUsd ?? 0) + 1_000_000n) };
  await tamper(chain, one, { cost: { list: dearer, paid: dearer, charged: dearer } });
  await tamper(chain, two, { priceEntry: '0'.repeat(64) });
  await tamper(chain, three, { cost: { ...three.record.cost, list: { state: 'priced', nanoUsd: '1' } } });
  const usage = { inputTokens: 1, outputTokens: 1 };
  await tamper(chain, { ...four, attempts: four.attempts.map((attempt) => ({ ...attempt, usage })) }, {});

  const found = await audit(chain.readerEnvironment(), '--from', '1h');
  assert.match(found.text, /deviations: 4, \$0\.00/);
  assert.match(found.text, new RegExp(`the lines add up to ${cost.charged.nanoUsd}, but charged is ${dearer.nanoUsd}`));
  assert.match(found.text, new RegExp(`price entry ${'0'.repeat(64)} is not in the ledger`));
  assert.match(found.text, /at list price the lines add up to \d+, but the record says 1\n/);
  assert.match(found.text, /the lines bill a different number of output tokens than the 1 that were used/);
  for (const { record } of [one, two, three, four]) {
    assert.ok(found.text.includes(record.spanId));
  }
  assert.equal(found.code, 1);
});

test('an audit that cannot run states the reason and does not pass', async () => {
  const nothing = await audit({}, '--endpoints', '/nowhere/endpoints.json');
  assert.match(nothing.text, /no ledger to read/);
  assert.equal(nothing.code, 2);
  const away = {
    TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1',
    TOKENTRAIL_ATTEMPTS_READER_PASSWORD: 'x',
  };
  const unreachable = await audit(away);
  assert.match(unreachable.text, /the ledger cannot be read/);
  assert.equal(unreachable.code, 2);
  assert.match((await audit(away, '--from', 'yesterday')).text, /yesterday is no time/);
});
