import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { ATTRIBUTES, decodeAttempt, type Attempt } from '@tokentrail/records';
import { startReplayedProvider, type ReplayedProvider, type Scenario } from '@tokentrail/example-providers';
import { said, serve, type Seen, type Served } from './served.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'gateway', 'src', 'small-gateway.ts');
const KEY = 'sk-client-checkout-4f1d8a7e6c9f3a';
const PROVIDER_KEY = 'sk-proj-abcdefghijklmnopqrst';
const MESSAGES = [{ role: 'user', content: 'Where is my order?' }];

test("the code in docs/gateway.md is the example's code, word for word", () => {
  // Prettier breaks lines differently at another indentation.
  const words = (code: string) => code.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, '');
  const example = words(readFileSync(EXAMPLE, 'utf8'));
  const page = readFileSync(join(ROOT, 'docs', 'gateway.md'), 'utf8');
  const shown = [...page.matchAll(/^```ts\n([^]*?)^```/gm)].flatMap(([, code = '']) => code.split(/^\/\/ …$/m));
  assert.ok(shown.length >= 5);
  for (const part of shown) assert.ok(example.includes(words(part)), part);
});

// Each test has its own gateway and providers, and mostly waits for them.
describe('the example of docs/gateway.md', { concurrency: 2 }, () => {
  test('one provider refuses, the next responds, one is not reached; all four header sets and bodies are recorded', async (t) => {
    const { gateway, openai } = await started(t, { azure: 'rate-limit' });
    const response = await post(gateway, '/v1/chat/completions', { model: 'gpt-4o', messages: MESSAGES });
    assert.match(await response.text(), /data: \[DONE\]/);
    const all = await gateway.records(1);
    assert.equal(all.length, 1);
    const [record] = all;
    assert.deepEqual(said(record, 'state', 'statusCode', 'method', 'path', 'userId', 'group', 'keyName', 'source'), {
      state: 'success',
      statusCode: 200,
      method: 'POST',
      path: '/v1/chat/completions',
      userId: 'u_81',
      group: 'shop',
      keyName: 'checkout',
      source: 'api_key',
    });
    const [refused, responded, spare] = attemptsOf(record);
    assert.deepEqual(
      [refused, responded, spare].map((attempt) => [attempt?.endpoint, attempt?.state, attempt?.billed]),
      [
        ['azure', 'failed', 'no'],
        ['openai', 'success', 'yes'],
        ['spare', 'available', undefined],
      ],
    );
    assert.equal(refused?.errorCode, 'rate_limit_exceeded');
    assert.ok((responded?.firstChunkMs ?? -1) >= 0);
    assert.equal(record?.('costPaid'), Number(openai.bill[0]?.nanoUsd));
    assert.equal(record?.('costCharged'), Math.round(Number(openai.bill[0]?.nanoUsd) * 1.2));
    for (const key of CONTENT) assert.match(String(record?.(key) ?? ''), /\w/, ATTRIBUTES[key].name);
    assert.match(String(record?.('clientRequestBody')), /Where is my order/);
    assert.match(String(record?.('attemptErrorBodies')), /Rate limit reached/);
    const everything = JSON.stringify(Object.keys(ATTRIBUTES).map((key) => record?.(key as keyof typeof ATTRIBUTES)));
    assert.doesNotMatch(everything, new RegExp(`${KEY}|${PROVIDER_KEY}`));
  });

  test('a candidate without a required capability is skipped, with the required and the available capabilities', async (t) => {
    const { gateway } = await started(t);
    const schema = { type: 'json_schema', json_schema: { name: 'x', schema: {} } };
    const asked = { model: 'gpt-4o', messages: MESSAGES, response_format: schema };
    await (await post(gateway, '/v1/chat/completions', asked)).text();
    const [skipped, responded] = attemptsOf((await gateway.records(1))[0]);
    assert.deepEqual(
      [skipped?.state, skipped?.skipReason, skipped?.capabilitiesRequired, skipped?.capabilitiesHeld],
      ['skipped', 'capability_missing', ['json'], ['tools']],
    );
    assert.equal(responded?.state, 'success');
  });

  test('a client that leaves in the middle: the call is cancelled, and its billing is unknown', async (t) => {
    const { gateway } = await started(t, { azure: 'error' }, 100);
    const gone = new AbortController();
    const response = await post(gateway, '/v1/chat/completions', { model: 'gpt-4o', messages: MESSAGES }, gone.signal);
    await response.body?.getReader().read();
    gone.abort();
    const all = await gateway.records(1);
    assert.equal(all.length, 1);
    assert.deepEqual(said(all[0], 'recordType', 'state', 'statusCode', 'costPaid', 'costPaidState'), {
      recordType: 'usage',
      state: 'cancelled',
      statusCode: 499,
      costPaid: undefined,
      costPaidState: 'unknown_usage',
    });
    const sentAttempts = attemptsOf(all[0]).map((attempt) => [attempt.state, attempt.billed]);
    assert.deepEqual(sentAttempts.slice(0, 2), [
      ['failed', 'no'],
      ['cancelled', 'possibly'],
    ]);
  });

  test('all providers refuse: every refusal is recorded, and the call costs nothing', async (t) => {
    const { gateway } = await started(t, { azure: 'error', openai: 'quota', spare: 'bad-key' });
    const response = await post(gateway, '/v1/chat/completions', { model: 'gpt-4o', messages: MESSAGES });
    assert.equal(response.status, 503);
    const [record] = await gateway.records(1);
    assert.deepEqual(said(record, 'state', 'statusCode', 'errorCode', 'costPaid', 'costPaidState'), {
      state: 'failed',
      statusCode: 503,
      errorCode: 'no_provider_available',
      costPaid: 0,
      costPaidState: 'not_billed',
    });
    assert.deepEqual(
      attemptsOf(record).map((attempt) => attempt.errorCode),
      ['server_error', 'insufficient_quota', 'invalid_api_key'],
    );
  });

  test("a search costs its price per call, to the nano-dollar of the provider's bill", async (t) => {
    const { gateway, search } = await started(t);
    const response = await post(gateway, '/v1/search', { query: 'x' });
    assert.match(await response.text(), /TokenTrail/);
    const [record] = await gateway.records(1);
    assert.deepEqual(said(record, 'recordType', 'callType', 'provider', 'costPaid', 'inputTokens'), {
      recordType: 'usage',
      callType: 'search',
      provider: 'tavily',
      costPaid: Number(search.bill[0]?.nanoUsd),
      inputTokens: undefined,
    });
  });

  test('requests that are not calls, a client without a key, and an account event are recorded', async (t) => {
    const { gateway } = await started(t);
    await fetch(`${gateway.url}/nowhere`, { headers: { authorization: `Bearer ${KEY}` } });
    await fetch(`${gateway.url}/v1/search`, { method: 'POST' });
    await fetch(`${gateway.url}/health`);
    await post(gateway, '/topup', {});
    const all = await gateway.records(3);
    assert.deepEqual(
      all.map((record) => said(record, 'recordType', 'path', 'statusCode', 'state', 'userId', 'amountNanoUsd')),
      [
        plain('request', '/nowhere', 404, 'failed', 'u_81'),
        plain('request', '/v1/search', 401, 'failed', undefined),
        { ...plain('topup', undefined, undefined, 'success', 'u_81'), amountNanoUsd: 25_000_000_000 },
      ],
    );
  });
});

const CONTENT = [
  'clientRequestHeaders',
  'clientRequestBody',
  'providerRequestHeaders',
  'providerRequestBody',
  'providerResponseHeaders',
  'providerResponseBody',
  'clientResponseHeaders',
  'clientResponseBody',
] as const;

function plain(recordType: string, path?: string, statusCode?: number, state?: string, userId?: string) {
  return { recordType, path, statusCode, state, userId, amountNanoUsd: undefined };
}

function attemptsOf(record: Seen | undefined): Attempt[] {
  const attempts = (record?.('attempts') ?? []) as string[];
  return attempts.map(decodeAttempt).filter((attempt) => attempt !== null);
}

function post({ url }: Served, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) });
}

type Name = 'azure' | 'openai' | 'spare' | 'search';

async function started(t: TestContext, scenarios: Partial<Record<Name, Scenario>> = {}, chunkDelayMs = 1) {
  const provider = async (name: Name): Promise<ReplayedProvider> => {
    const replayed = await startReplayedProvider({ chunkDelayMs, chooseScenario: () => scenarios[name] ?? 'ok' });
    t.after(() => replayed.stop());
    return replayed;
  };
  const [azure, openai, spare, search] = await Promise.all(
    (['azure', 'openai', 'spare', 'search'] as const).map(provider),
  );
  const gateway = await serve(t, EXAMPLE, {
    PORT: '0',
    AZURE_URL: azure!.url,
    OPENAI_URL: openai!.url,
    SPARE_URL: spare!.url,
    SEARCH_URL: search!.url,
    OPENAI_KEY: PROVIDER_KEY,
    TOKENTRAIL_CAPTURE: 'full',
    TOKENTRAIL_PRICES: join(ROOT, 'examples', 'prices.yaml'),
  });
  return { gateway, openai: openai!, search: search! };
}
