import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { leftEarly, planCalls } from './call-plan.ts';
import { Chain } from './chain.ts';
import { reconcile } from './reconcile.ts';
import { startSteadySender } from './steady-sender.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

/** Records between two kills: a second or two of traffic. */
const SOME = 1000;

test('collector and stores are killed in mid-traffic: every accepted record becomes exactly one row', async (t) => {
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const sender = startSteadySender(chain.otlpUrl);
  t.after(() => sender.stop());

  await sender.more(SOME);
  await chain.killCollector();
  await sleep(500);
  await chain.startCollector();
  await sender.more(SOME);
  await chain.killStore('ledger');
  await sender.more(SOME);
  await chain.killCollector();
  await chain.startCollector();
  await chain.killStore('traces');
  await sender.more(SOME);
  await chain.startStore('ledger');
  await chain.startStore('traces');
  await sender.more(SOME);
  await chain.killStore('ledger');
  await chain.startStore('ledger');
  await sender.more(SOME);
  await sender.stop();

  const sent = sender.accepted.size;
  assert.ok(sent > 1000, `only ${sent} records were sent`);
  const started = Date.now();
  const totals = await settled(
    () => chain.totals(),
    ({ requests }) => requests >= sent,
  );
  t.diagnostic(
    `${sent} records accepted through five kills, all in the ledger ${Date.now() - started} ms after the last`,
  );
  const records = await chain.records();
  const rows = records.map((record) => record.spanId);
  assert.equal(rows.length, sent);
  assert.deepEqual(new Set(rows), sender.accepted);
  assert.deepEqual(totals.cost.paid, { nanoUsd: String(7 * sent), unknown: 0 });
  assert.equal(totals.inputTokens, 3 * sent);
  for (const record of records.filter((_record, i) => i % 100 === 0)) {
    assert.notEqual(await chain.traces.content(record), null, `${record.spanId} is missing in the traces`);
  }
});

test('programs survive a killed collector, and none of their calls is missing from the ledger', async (t) => {
  const provider = await startReplayedProvider({ chunkDelayMs: 40 });
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());

  const options = {
    providerUrl: provider.url,
    otlpUrl: chain.otlpUrl,
    env: { TOKENTRAIL_SPOOL_DIR: join(chain.folder, 'spool') },
  };
  const calls = planCalls(420);
  const working = runWorkload(calls.slice(0, 400), { ...options, processes: 2 });
  await settled(
    () => chain.totals(),
    ({ requests }) => requests > 0,
  );
  await chain.killCollector();
  await sleep(1500);
  await chain.startCollector();
  await working;
  // Records that a program could not send before its end wait on disk for the next program.
  await runWorkload(calls.slice(400), { ...options, processes: 1 });

  await settled(
    () => chain.totals(),
    ({ requests }) => requests >= calls.length,
  );
  const entries = await chain.entries();
  const { differences } = reconcile(entries, provider.bill, leftEarly(calls));
  assert.deepEqual(differences.slice(0, 20), []);
  assert.equal(entries.length, calls.length);
});
