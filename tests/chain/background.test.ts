import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { UsageRecord } from '@tokentrail/records';
import { Chain } from './chain.ts';
import { runProgram } from './program.ts';
import { audit } from './run-audit.ts';
import type { BackgroundUse } from './use-background-response.ts';
import { settled } from './wait.ts';

const PROGRAM = fileURLToPath(new URL('use-background-response.ts', import.meta.url));

/** 300 input tokens, of them 100 cached, and 40 output tokens of gpt-4o: 200 × 2,500 + 100 × 1,250 + 40 × 10,000 nano-USD. */
const COST = '1025000';

test('a background response that three processes fetch is one row, and its cost counts once', async (t) => {
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const provider = await startProvider();
  t.after(() => provider.stop());
  const env = { PROVIDER_URL: provider.url, TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl };
  const use = (service: string, options: BackgroundUse) =>
    runProgram(PROGRAM, options, { env: { ...env, OTEL_SERVICE_NAME: service }, instrumented: true });
  /** The records, once there are as many requests, and the response is in `state`. */
  const rows = async (requests: number, state: string) => {
    const records = await settled(
      () => chain.records(),
      (found) => requestsIn(found).length >= requests && responsesIn(found)[0]?.state === state,
    );
    assert.deepEqual(
      responsesIn(records).map((response) => response.state),
      [state],
    );
    assert.equal(requestsIn(records).length, requests);
    for (const request of requestsIn(records)) {
      assert.deepEqual(request.cost.paid, { nanoUsd: '0', state: 'not_billed' });
      assert.deepEqual([request.inputTokens, request.outputTokens], [null, null]);
    }
    return responsesIn(records)[0] as UsageRecord;
  };

  const id = await use('web', { user: 'ann' });
  const begun = await rows(1, 'pending');
  assert.deepEqual([begun.userId, begun.responseId, begun.sender], ['ann', id, 'any']);
  assert.deepEqual(begun.cost.paid, { nanoUsd: null, state: null });
  const before = await chain.totals();
  assert.deepEqual([before.running, before.cost.paid], [1, { nanoUsd: '0', unknown: 0 }]);

  await use('worker', { user: 'job', fetch: { id, times: 1 } });
  await rows(2, 'pending');
  provider.complete();
  await use('worker', { user: 'job', fetch: { id, times: 2 } });
  await rows(4, 'success');
  await use('viewer', { user: 'bob', fetch: { id, times: 1 } });
  const ended = await rows(5, 'success');

  assert.deepEqual(
    [ended.traceId, ended.spanId, ended.startUnixNano],
    [begun.traceId, begun.spanId, begun.startUnixNano],
  );
  assert.deepEqual([ended.operation, ended.callType, ended.userId], ['background_response', 'chat', 'job']);
  assert.deepEqual([ended.inputTokens, ended.outputTokens], [300, 40]);
  assert.deepEqual(ended.cost.paid, { nanoUsd: COST, state: 'priced' });
  const [attempts = []] = await chain.ledger.attemptsOf([ended]);
  assert.deepEqual(
    attempts.map(({ billed, paidNanoUsd }) => [billed, paidNanoUsd]),
    [['yes', COST]],
  );
  const totals = await chain.totals();
  assert.deepEqual([totals.running, totals.cost.paid], [0, { nanoUsd: COST, unknown: 0 }]);
  assert.match((await audit(chain.readerEnvironment(), '--from', '1h')).text, /deviations: 0, \$0 in all/);
});

function responsesIn(records: readonly UsageRecord[]): UsageRecord[] {
  return records.filter(({ operation }) => operation === 'background_response');
}

function requestsIn(records: readonly UsageRecord[]): UsageRecord[] {
  return records.filter(({ operation }) => operation !== 'background_response');
}

/** A provider with one background response, which stays queued until `complete` is called. */
async function startProvider() {
  const response = {
    id: 'resp_0888a46cbf2b1ff3006914596e05d08195a77c3f5187b769a7',
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    background: true,
    model: 'gpt-4o-2024-08-06',
    service_tier: 'default',
    output: [],
  };
  const usage = {
    input_tokens: 300,
    input_tokens_details: { cached_tokens: 100 },
    output_tokens: 40,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 340,
  };
  let isComplete = false;
  const server = createServer((request, reply) => {
    request.resume();
    const progress = isComplete ? { status: 'completed', usage } : { status: 'queued', usage: null };
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...response, ...progress }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    complete: () => void (isComplete = true),
    stop: () => new Promise<unknown>((resolve) => server.close(resolve)),
  };
}
