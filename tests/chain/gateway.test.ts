import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { join } from 'node:path';
import OpenAI from 'openai';
import { startReplayedProvider, type ReplayedProvider, type Scenario } from '@tokentrail/example-providers';
import { auditRange } from '../../cli/src/audit/audit-range.ts';
import { exampleConfig } from '../../examples/gateway/src/config.ts';
import { Chain } from './chain.ts';
import { startProgram } from './program.ts';
import { settled } from './wait.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const [SHOP] = exampleConfig({ azure: '', openai: '', anthropic: '', search: '' }).clients;
const MESSAGES = [{ role: 'user', content: 'Where is my order?' }] as const;
const IMAGE = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } } as const;

test('the example gateway records failover, skips, a price per call, plain requests and an event', async (t) => {
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const azure = await provider(t, 'rate-limit');
  const openai = await provider(t, 'ok');
  const search = await provider(t, 'ok');
  const gateway = startProgram(join(ROOT, 'examples', 'gateway', 'src', 'main.ts'), {
    instrumented: true,
    env: {
      OTEL_SERVICE_NAME: 'gateway',
      TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl,
      TOKENTRAIL_PRICES: join(ROOT, 'examples', 'prices.yaml'),
      GATEWAY_PORT: '0',
      AZURE_URL: azure.url,
      OPENAI_URL: openai.url,
      ANTHROPIC_URL: openai.url,
      SEARCH_URL: search.url,
    },
  });
  t.after(() => gateway.stop());
  const url = await gateway.printed(/listening on (\S+)/);
  const client = new OpenAI({ apiKey: SHOP!.key, baseURL: `${url}/v1`, maxRetries: 0 });
  const headers = { authorization: `Bearer ${SHOP!.key}` };

  const stream = await client.chat.completions.create({ model: 'gpt-4o', messages: [...MESSAGES], stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.usage ?? null, null, 'the client asked for no usage');
  }
  const vision = [{ role: 'user' as const, content: [IMAGE] }];
  await client.chat.completions.create({ model: 'gpt-4o', messages: vision });
  const query = JSON.stringify({ query: 'x' });
  await fetch(`${url}/v1/search`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: query,
  });
  await fetch(`${url}/v1/models`, { headers });
  await fetch(`${url}/auth`, { headers: { authorization: 'Bearer wrong' } });
  await fetch(`${url}/account/topup`, { method: 'POST', headers });

  const records = await settled(
    () => chain.records(),
    (found) => found.length >= 6,
  );
  records.reverse();
  assert.deepEqual(
    records.map(({ recordType, endpoint, statusCode, state }) => [recordType, endpoint, statusCode, state]),
    [
      ['usage', '/v1/chat/completions', 200, 'success'],
      ['usage', '/v1/chat/completions', 200, 'success'],
      ['usage', '/v1/search', 200, 'success'],
      ['request', '/v1/models', 200, 'success'],
      ['request', '/auth', 401, 'failed'],
      ['topup', null, null, 'success'],
    ],
  );

  const [streamed, seen, searched, , , topup] = records;
  const sentAttempts = async (record = streamed) =>
    (await chain.ledger.attempts(record!)).map((a) => [a.endpoint, a.state, a.statusCode ?? a.skipReason ?? null]);
  assert.deepEqual(await sentAttempts(streamed), [
    ['azure-eu', 'failed', 429],
    ['openai-main', 'success', 200],
    ['openai-spare', 'available', null],
    ['anthropic', 'skipped', 'model_not_allowed'],
  ]);
  assert.deepEqual((await sentAttempts(seen))[0], ['azure-eu', 'skipped', 'capability_missing']);
  assert.equal(streamed?.attemptsFellBack, true);

  // The shop is charged a fifth more than the providers bill. The refused attempt costs nothing.
  const [billedStream, billedVision] = openai.bill;
  assert.equal(streamed?.cost.paid.nanoUsd, String(billedStream?.nanoUsd));
  assert.equal(Number(streamed?.cost.charged.nanoUsd), Math.round(Number(billedStream?.nanoUsd) * 1.2));
  assert.equal(seen?.cost.paid.nanoUsd, String(billedVision?.nanoUsd));
  assert.equal(searched?.cost.paid.nanoUsd, String(search.bill[0]?.nanoUsd));
  const audited = await auditRange(chain.ledger, { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 60_000 }, 20);
  assert.deepEqual(audited.worst, []);
  assert.equal(audited.known, 3);
  assert.equal(topup?.amountNanoUsd, '25000000000');
  assert.equal(streamed?.userId, SHOP!.user);
  assert.equal(streamed?.keyName, SHOP!.name);
  assert.doesNotMatch(JSON.stringify(records), new RegExp(SHOP!.key));
});

test('the example gateway records what it refuses, under the request id of the client', async (t) => {
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const gateway = startProgram(join(ROOT, 'examples', 'gateway', 'src', 'main.ts'), {
    instrumented: true,
    env: { OTEL_SERVICE_NAME: 'gateway', TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl, GATEWAY_PORT: '0' },
  });
  t.after(() => gateway.stop());
  const url = await gateway.printed(/listening on (\S+)/);
  const json = { authorization: `Bearer ${SHOP!.key}`, 'content-type': 'application/json' };
  const send = (path: string, id: string, init: RequestInit & { headers?: Record<string, string> }) =>
    fetch(`${url}${path}`, { ...init, headers: { ...init.headers, 'x-request-id': id } });

  const responses = [
    await send('/v1/chat/completions', 'bad-json', { method: 'POST', headers: json, body: '{"model":' }),
    await send('/v1/chat/completions', 'no-messages', { method: 'POST', headers: json, body: '{"model":"gpt-4o"}' }),
    await send('/v1/chat/completions', 'no-json', { method: 'POST', headers: { 'content-type': 'a/b' }, body: 'x' }),
    await send('/v1/unknown?key=x', 'unknown', { headers: json }),
    await send('/account/topup', 'no-key', { method: 'POST' }),
    await send('/auth', 'not an id', { headers: json }),
  ];
  assert.deepEqual(
    responses.map(({ status }) => status),
    [400, 400, 415, 404, 401, 200],
  );
  const generated = responses.at(-1)?.headers.get('x-request-id');
  assert.match(generated ?? '', /^[0-9a-f-]{36}$/);

  const records = await settled(
    () => chain.records(),
    (found) => found.length >= 6,
  );
  records.reverse();
  assert.deepEqual(
    records.map(({ recordType, statusCode, errorCode, requestId, userId }) => [
      recordType,
      statusCode,
      errorCode,
      requestId,
      userId,
    ]),
    [
      ['request', 400, 'bad_request', 'bad-json', SHOP!.user],
      ['request', 400, 'bad_request', 'no-messages', SHOP!.user],
      ['request', 415, 'unsupported_media_type', 'no-json', null],
      ['request', 404, 'unknown_route', 'unknown', SHOP!.user],
      ['request', 401, 'invalid_api_key', 'no-key', null],
      ['request', 200, null, generated, SHOP!.user],
    ],
  );
});

async function provider(t: TestContext, scenario: Scenario): Promise<ReplayedProvider> {
  const started = await startReplayedProvider({ chooseScenario: () => scenario });
  t.after(() => started.stop());
  return started;
}
