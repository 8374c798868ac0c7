import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { auditRange } from '../../cli/src/audit/audit-range.ts';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { leftEarly, planCalls } from './call-plan.ts';
import { Chain } from './chain.ts';
import { reconcile } from './reconcile.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

const CALLS = 1000;

test("1,000 calls by the real SDK become 1,000 rows, and the ledger matches the provider's bill call by call", async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());

  const started = Date.now();
  const calls = planCalls(CALLS);
  await runWorkload(calls, { providerUrl: provider.url, otlpUrl: chain.otlpUrl, processes: 4 });
  const made = Date.now();
  const totals = await settled(
    () => chain.totals(),
    ({ requests }) => requests >= CALLS,
  );
  t.diagnostic(`${CALLS} calls made in ${made - started} ms, all in the ledger ${Date.now() - made} ms later`);

  const entries = await chain.entries();
  const reconciliation = reconcile(entries, provider.bill, leftEarly(calls));
  assert.deepEqual(reconciliation.differences.slice(0, 20), []);
  assert.equal(entries.length, CALLS);
  assert.equal(new Set(entries.map(({ record }) => `${record.traceId} ${record.spanId}`)).size, CALLS);

  // The ledger names what it does not know: this many calls, and exactly the missing money.
  const { ledgerNanoUsd, billedNanoUsd, gap } = reconciliation;
  assert.equal(billedNanoUsd - ledgerNanoUsd, gap.nanoUsd);
  assert.ok(gap.calls > 0 && gap.nanoUsd > 0n);
  assert.deepEqual(totals.cost.paid, { nanoUsd: String(ledgerNanoUsd), unknown: gap.calls });
  assert.equal(totals.requests, CALLS);

  const now = Date.now();
  const range = { fromMs: now - 3_600_000, toMs: now + 60_000 };
  const { worst, ...audited } = await auditRange(chain.ledger, range, 20);
  assert.deepEqual(worst, []);
  assert.equal(audited.calls, CALLS);
  assert.equal(audited.unknown, gap.calls);
  assert.ok(audited.entries > 3);
  t.diagnostic(`audited ${CALLS} calls in ${Date.now() - now} ms, ${audited.entries} price entries`);
  t.diagnostic(
    `billed ${billedNanoUsd} nano-USD in ${provider.bill.length} requests; ledger ${ledgerNanoUsd}; ` +
      `gap ${gap.nanoUsd} in ${gap.calls} calls`,
  );
});

test('the comparison detects a wrong price in our book', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());

  const prices = join(chain.folder, 'prices.yaml');
  writeFileSync(prices, WRONG_PRICES);
  const calls = planCalls(20);
  await runWorkload(calls, {
    providerUrl: provider.url,
    otlpUrl: chain.otlpUrl,
    processes: 1,
    env: { TOKENTRAIL_PRICES: prices },
  });
  await settled(
    () => chain.totals(),
    ({ requests }) => requests >= calls.length,
  );
  const { differences, billedNanoUsd, ledgerNanoUsd, gap } = reconcile(
    await chain.entries(),
    provider.bill,
    leftEarly(calls),
  );
  assert.notEqual(billedNanoUsd - ledgerNanoUsd, gap.nanoUsd);
  assert.ok(differences.length > 0);
  for (const difference of differences) {
    assert.match(difference, /gpt-4o-mini: (list|paid|charged) is/);
  }
});

/** The output of gpt-4o-mini costs $0.60 per 1M tokens. */
const WRONG_PRICES = `
schema: 1
entries:
  - id: gpt-4o-mini-wrong
    seller: { provider: openai, hosts: [api.openai.com] }
    models: [gpt-4o-mini, 'gpt-4o-mini-{date}']
    rows:
      - prices:
          input: { usd: '0.15', per: 1000000 }
          cache_read: { usd: '0.075', per: 1000000 }
          output: { usd: '0.61', per: 1000000 }
`;
