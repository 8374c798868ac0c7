import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { leftEarly, planCalls } from './call-plan.ts';
import { Chain } from './chain.ts';
import { reconcile } from './reconcile.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

test('calls of programs that ended while the collector was down become rows once another program runs', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const spool = mkdtempSync(join(tmpdir(), 'tokentrail-chain-spool-'));
  t.after(() => rmSync(spool, { recursive: true, force: true }));
  const options = { providerUrl: provider.url, otlpUrl: chain.otlpUrl, env: { TOKENTRAIL_SPOOL_DIR: spool } };

  const calls = planCalls(440);
  await chain.stopCollector();
  await runWorkload(calls.slice(0, 400), { ...options, processes: 2 });
  await chain.startCollector();
  assert.equal((await chain.totals()).requests, 0);
  await runWorkload(calls.slice(400), { ...options, processes: 1 });

  await settled(
    () => chain.totals(),
    ({ requests }) => requests >= calls.length,
  );
  const entries = await chain.entries();
  const { differences } = reconcile(entries, provider.bill, leftEarly(calls));
  assert.deepEqual(differences.slice(0, 20), []);
  assert.equal(entries.length, calls.length);
  assert.deepEqual(readdirSync(spool), []);
});
