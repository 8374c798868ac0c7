// What reaches the collector for calls at Google's own host: costs, calculated by hand from
// ai.google.dev/gemini-api/docs/pricing (2026-09; $1 per 1M tokens is 1,000 nano-USD per token), and content by capture
// level. A fetch plays Google's part.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import * as exported from '@google/genai';
import { ATTRIBUTES, decodeAttempt, type AttributeKey } from '@tokentrail/records';
import { flush, shutdown, startRecording } from '../../../instrumentation/src/index.ts';
import { googleGenAI } from '../../../instrumentation/src/sdks/google-genai/index.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../otlp-receiver.ts';
import { all, clock } from './behaviour.ts';

googleGenAI.patch({ ...exported }, '3.3.0');

const KEY = 'AIzaSyA0123456789abcdefghijklmnopqrwxyz';
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-genai-'));
let collector: OtlpReceiver;

beforeEach(async () => {
  collector = await startOtlpReceiver();
});
afterEach(async () => {
  await shutdown();
  await collector.stop();
});
after(() => rmSync(folder, { recursive: true }));

function record(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: folder, ...env });
}

type Attributes = ReceivedSpan['attributes'];

async function onlyRecord(): Promise<Attributes> {
  await flush();
  const records = collector.spans.filter(({ attributes }) => attributes[ATTRIBUTES.recordType.name] !== undefined);
  assert.equal(records.length, 1);
  return records[0]?.attributes ?? {};
}

function reported(attributes: Attributes, ...keys: AttributeKey[]): unknown[] {
  return keys.map((key) => attributes[ATTRIBUTES[key].name]);
}

/**
 * A fetch that responds to each request with the next of `bodies`: as JSON, or as a stream of chunks if it is an array.
 */
function playing(...bodies: unknown[]): typeof fetch {
  return () => {
    const body = bodies.shift();
    const events = Array.isArray(body)
      ? body.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('')
      : undefined;
    const headers = { 'content-type': 'application/json', 'set-cookie': 'secret-of-a-header' };
    return Promise.resolve(events === undefined ? Response.json(body, { headers }) : new Response(events, { headers }));
  };
}

function client(...bodies: unknown[]) {
  return new exported.GoogleGenAI({ apiKey: KEY, httpOptions: { fetch: playing(...bodies) } });
}

function respond(modelVersion: string, usageMetadata: object, more: object = {}) {
  const content = { role: 'model', parts: [{ text: 'a response of the model' }] };
  return { candidates: [{ content, finishReason: 'STOP', index: 0, ...more }], modelVersion, usageMetadata };
}

const FLASH = 'gemini-2.5-flash';
const flash = (usage: object, more?: object) => respond(FLASH, usage, more);
const SMALL = { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 };

describe('the cost of a call', () => {
  test('includes cached tokens, thoughts and the price above 200,000 tokens', async () => {
    record();
    const usage = { promptTokenCount: 250_000, cachedContentTokenCount: 50_000, candidatesTokenCount: 100 };
    const responseBody = respond('gemini-2.5-pro', { ...usage, thoughtsTokenCount: 900, totalTokenCount: 251_000 });
    await client(responseBody).models.generateContent({ model: 'models/gemini-2.5-pro', contents: 'x' });
    const attributes = await onlyRecord();
    // 200,000 × 2,500 + 50,000 × 250 + 1,000 × 15,000
    const cost = 527_500_000;
    assert.deepEqual(reported(attributes, 'costList', 'costPaid', 'costCharged'), [cost, cost, cost]);
    assert.deepEqual(reported(attributes, 'provider', 'serverAddress', 'callType', 'inputTokens', 'outputTokens'), [
      'gcp.gemini',
      'generativelanguage.googleapis.com',
      'chat',
      250_000,
      1000,
    ]);
  });

  test('adds up the requests of automatic function calling, each with its own usage', async () => {
    record();
    const call = { content: { role: 'model', parts: [{ functionCall: { name: 'time', args: {} } }] } };
    const second = {
      promptTokenCount: 1200,
      cachedContentTokenCount: 1000,
      candidatesTokenCount: 50,
      totalTokenCount: 1250,
    };
    const { models } = client(flash(SMALL, call), flash(second));
    await models.generateContent({ model: FLASH, contents: 'x', config: { tools: [clock()] } });
    const attributes = await onlyRecord();
    // 1,000 × 300 + 100 × 2,500, and 200 × 300 + 1,000 × 30 + 50 × 2,500
    const [first, then] = [550_000, 215_000];
    assert.deepEqual(
      reported(attributes, 'costPaid', 'costCharged', 'inputTokens', 'outputTokens', 'attemptsRetried'),
      [first + then, first + then, 2200, 150, false],
    );
    const attempts = (attributes[ATTRIBUTES.attempts.name] as string[]).map(decodeAttempt);
    assert.deepEqual(
      attempts.map((attempt) => attempt?.paidNanoUsd),
      [String(first), String(then)],
    );
  });

  test('uses the latest usage of a stream', async () => {
    record();
    const chunks = [
      flash({ promptTokenCount: 1000, totalTokenCount: 1000 }, { finishReason: undefined }),
      flash(SMALL),
    ];
    await all(await client(chunks).models.generateContentStream({ model: FLASH, contents: 'x' }));
    assert.deepEqual(reported(await onlyRecord(), 'costPaid'), [550_000]);
  });

  test('includes embeddings', async () => {
    record();
    const body = { embeddings: [{ values: [1] }], usageMetadata: { promptTokenCount: 100, totalTokenCount: 100 } };
    await client(body).models.embedContent({ model: 'gemini-embedding-001', contents: 'x' });
    assert.deepEqual(reported(await onlyRecord(), 'costPaid', 'callType'), [15_000, 'embeddings']);
  });

  test('includes a search, which Gemini 2 bills by the prompt', async () => {
    record();
    const body = flash(SMALL, { groundingMetadata: { webSearchQueries: ['a', 'b'] } });
    await client(body).models.generateContent({ model: FLASH, contents: 'x' });
    assert.deepEqual(reported(await onlyRecord(), 'costPaid'), [35_550_000]);
  });

  test('includes searches, which Gemini 3 bills by the query', async () => {
    record();
    const body = flash(SMALL, { groundingMetadata: { webSearchQueries: ['a', 'b'] } });
    const model = 'gemini-3-flash-preview';
    await client({ ...body, modelVersion: model }).models.generateContent({ model, contents: 'x' });
    assert.deepEqual(reported(await onlyRecord(), 'costPaid'), [28_800_000]);
  });

  for (const [name, responseBody, state] of [
    ['a service tier other than the default', flash({ ...SMALL, serviceTier: 'priority' }), 'unknown_price'],
    ['provisioned throughput', flash({ ...SMALL, trafficType: 'PROVISIONED_THROUGHPUT' }), 'unknown_price'],
    [
      'searches for images in addition to tokens',
      flash(SMALL, { groundingMetadata: { imageSearchQueries: ['a'] } }),
      'unknown_price',
    ],
    ['no usage', { ...flash(SMALL), usageMetadata: undefined }, 'unknown_usage'],
  ] as const) {
    test(`is unknown, not wrong, with ${name}`, async () => {
      record();
      await client(responseBody).models.generateContent({ model: FLASH, contents: 'x' });
      assert.deepEqual(reported(await onlyRecord(), 'costPaid', 'costPaidState'), [undefined, state]);
    });
  }

  test("counts delivered images at an operator's price", async () => {
    const prices = join(folder, 'prices.yaml');
    const entry = `{id: imagen, seller: {provider: google, hosts: [aiplatform.googleapis.com]}, models: [imagen-4]`;
    writeFileSync(prices, `schema: 1\nentries:\n  - ${entry}, rows: [{prices: {image: {usd: "0.04"}}}]}\n`);
    record({ TOKENTRAIL_PRICES: prices });
    const image = { bytesBase64Encoded: 'aGk=', mimeType: 'image/png' };
    const fetch = playing({ predictions: [image, image, { raiFilteredReason: 'filtered' }] });
    const vertex = new exported.GoogleGenAI({ vertexai: true, apiKey: KEY, httpOptions: { fetch } });
    await vertex.models.generateImages({ model: 'imagen-4', prompt: 'x' });
    const attributes = await onlyRecord();
    assert.deepEqual(reported(attributes, 'costPaid', 'provider', 'callType'), [80_000_000, 'gcp.vertex_ai', 'image']);
  });
});

describe('content', () => {
  const CONTENT: AttributeKey[] = [
    'providerRequestHeaders',
    'providerRequestBody',
    'providerResponseHeaders',
    'providerResponseBody',
  ];

  for (const [level, expected] of [
    ['basic', []],
    ['headers', ['providerRequestHeaders', 'providerResponseHeaders']],
    ['full', CONTENT],
  ] as const) {
    test(`level ${level} records ${expected.length} of ${CONTENT.length} and never a key`, async () => {
      record({ TOKENTRAIL_CAPTURE: level });
      await client(flash(SMALL)).models.generateContent({ model: FLASH, contents: 'a question of mine' });
      const attributes = await onlyRecord();
      assert.deepEqual(
        CONTENT.filter((key) => attributes[ATTRIBUTES[key].name] !== undefined),
        expected,
      );
      const everything = JSON.stringify(attributes);
      assert.equal(everything.includes('a question of mine'), level === 'full');
      assert.equal(everything.includes('a response of the model'), level === 'full');
      assert.ok(!everything.includes(KEY) && !everything.includes('secret-of-a-header'));
    });
  }

  test('the content of a stream is recorded as the equivalent single body', async () => {
    record({ TOKENTRAIL_CAPTURE: 'full' });
    const chunks = [flash({}, { finishReason: undefined }), flash(SMALL)];
    await all(await client(chunks).models.generateContentStream({ model: FLASH, contents: 'x' }));
    const body = JSON.parse(String((await onlyRecord())[ATTRIBUTES.providerResponseBody.name])) as unknown;
    const parts = [{ text: 'a response of the modela response of the model' }];
    assert.deepEqual(body, {
      candidates: [{ index: 0, finishReason: 'STOP', content: { role: 'model', parts } }],
      modelVersion: FLASH,
      usageMetadata: SMALL,
    });
  });
});
