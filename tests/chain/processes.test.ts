import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startReplayedProvider } from '@tokentrail/example-providers';
import type { ProcessRecord } from '@tokentrail/records';
import { planCalls } from './call-plan.ts';
import { Chain } from './chain.ts';
import { settled } from './wait.ts';
import { runWorkload } from './workload.ts';

const CALLS = 12;
const PROGRAMS = 2;

/** The processes that reported within the last hour. */
function processes(chain: Chain): Promise<ProcessRecord[]> {
  const now = Date.now();
  return chain.ledger.processes({ range: { fromMs: now - 3_600_000, toMs: now + 60_000 }, limit: 100 });
}

test('each program is one process, linked to its records, and none is a record or in the traces store', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const startedAtMs = Date.now();
  const calls = planCalls(CALLS);
  const env = { TOKENTRAIL_CAPTURE: 'headers', TOKENTRAIL_REDACT_HEADERS: 'x-tenant', TOKENTRAIL_PRIVACY: 'true' };
  await runWorkload(calls, { providerUrl: provider.url, otlpUrl: chain.otlpUrl, processes: PROGRAMS, env });

  const records = await settled(
    () => chain.records(),
    (found) => found.length >= CALLS,
  );
  const found = await settled(
    () => processes(chain),
    (rows) => rows.length >= PROGRAMS,
  );
  assert.equal(found.length, PROGRAMS);
  for (const { sdks, receivedAtMs, reportedAtMs, ...known } of found) {
    const { runtimeVersion, captureLevel, highestCapture, redactedHeaders, privacy, spool, host } = known;
    assert.deepEqual(
      { runtimeVersion, captureLevel, highestCapture, redactedHeaders, privacy, spool, host },
      {
        runtimeVersion: process.versions.node,
        captureLevel: 'headers',
        highestCapture: 'full',
        redactedHeaders: 1,
        privacy: true,
        spool: true,
        host: null,
      },
    );
    assert.match(sdks.join(), /^openai@\d+\.\d+\.\d+$/);
    assert.ok(known.startedAtMs >= startedAtMs && reportedAtMs >= known.startedAtMs);
    assert.ok(receivedAtMs !== null && receivedAtMs >= reportedAtMs - 1000);
    assert.equal(known.serviceName, 'chain');
    assert.match(known.priceVersion ?? '', /^snapshot-/);
    assert.match(known.priceDate ?? '', /^20\d\d-\d\d-\d\d$/);
  }

  assert.equal(records.length, CALLS);
  assert.deepEqual(new Set(records.map(({ recordType }) => recordType)), new Set(['usage']));
  assert.deepEqual(new Set(records.map(({ sender }) => sender)), new Set(found.map(({ sender }) => sender)));
  const { requests, running } = await chain.totals();
  assert.deepEqual({ requests, running }, { requests: CALLS, running: 0 });
  const spans = await settled(
    () => chain.spans(),
    (stored) => stored.length >= CALLS,
  );
  assert.ok(spans.length >= CALLS);
  assert.deepEqual(
    spans.filter(({ name }) => name === 'process'),
    [],
  );
});
