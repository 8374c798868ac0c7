// What reaches the collector for calls at the hosts of Bedrock and Vertex AI: costs, calculated by hand from
// aws.amazon.com/bedrock/pricing (2026-09) and platform.claude.com/docs/en/about-claude/pricing (2026-11; $1 per 1M tokens is
// 1,000 nano-USD per token), and content. A fetch plays the platform's part.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import * as bedrock from '@anthropic-ai/bedrock-sdk';
import * as vertex from '@anthropic-ai/vertex-sdk';
import { ATTRIBUTES, decodeAttempt, type AttributeKey } from '@tokentrail/records';
import { OAuth2Client } from 'google-auth-library';
import { flush, shutdown, startRecording } from '../../../instrumentation/src/index.ts';
import { anthropicBedrock, anthropicVertex } from '../../../instrumentation/src/sdks/anthropic/index.ts';
import { chunkOf } from '../anthropic-bedrock/event-stream.ts';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../otlp-receiver.ts';
import { all } from './behaviour.ts';

anthropicBedrock.patch({ ...bedrock }, '1.1.3');
anthropicVertex.patch({ ...vertex }, '1.1.3');

const AWS = {
  awsAccessKey: 'ASIAIOSFODNN7EXAMPLE',
  awsSecretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  awsSessionToken: 'IQoJb3JpZ2luX2VjEXAMPLESESSIONTOKEN',
};
const GOOGLE_TOKEN = 'ya29.a0AfB_0123456789abcdef';
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-platforms-'));
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

async function records(): Promise<Attributes[]> {
  await flush();
  return collector.spans
    .map(({ attributes }) => attributes)
    .filter((attributes) => attributes[ATTRIBUTES.recordType.name] !== undefined);
}

function reported(attributes: Attributes | undefined, ...keys: AttributeKey[]): unknown[] {
  return keys.map((key) => attributes?.[ATTRIBUTES[key].name]);
}

interface Played {
  model: string;
  headers?: Record<string, string>;
  usage: Record<string, unknown>;
}

const SONNET: Played = { model: 'claude-sonnet-4-5-20250929', usage: { input_tokens: 1000, output_tokens: 100 } };

/** A fetch that responds with a message, or with its events: in Bedrock's encoding if the path asks for that. */
function playing({ model, usage, headers }: Played): typeof fetch {
  const head = { id: 'msg_1', type: 'message', role: 'assistant', model };
  const content = [{ type: 'text', text: 'a response of the model' }];
  const { output_tokens: output, ...start } = usage;
  const events = [
    { type: 'message_start', message: { ...head, content: [], usage: { ...start, output_tokens: 1 } } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } },
    { type: 'message_stop' },
  ];
  return async (url, init) => {
    const path = new URL(String(url)).pathname;
    if (path.endsWith('/invoke-with-response-stream')) {
      return new Response(new Blob(events.map((event) => new Uint8Array(chunkOf(event)))), {
        headers: { ...headers, 'content-type': 'application/vnd.amazon.eventstream' },
      });
    }
    if (String(init?.body).includes('"stream":true')) {
      const text = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
      return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
    }
    return Response.json({ ...head, content, stop_reason: 'end_turn', usage }, headers && { headers });
  };
}

/** Anthropic's own client at the host of a platform. */
const own = (host: string, played: Played) =>
  new Anthropic({ apiKey: 'sk-ant-api03-0123456789abcdef-wxyz', baseURL: `https://${host}`, fetch: playing(played) });

const onBedrock = (played: Played) =>
  new bedrock.AnthropicBedrock({ ...AWS, awsRegion: 'us-east-1', fetch: playing(played) });

function onVertex(region: string, played: Played) {
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: GOOGLE_TOKEN, expiry_date: Date.now() + 3_600_000 });
  return new vertex.AnthropicVertex({ region, projectId: 'a-project', authClient, fetch: playing(played) });
}

/** The same call with each client, once as a message and once as a stream. */
async function callEach(clients: readonly { messages: Pick<Anthropic['messages'], 'create'> }[], model: string) {
  const params = { model, max_tokens: 100, messages: [{ role: 'user' as const, content: 'a question of mine' }] };
  for (const { messages } of clients) {
    await messages.create(params);
    await all(await messages.create({ ...params, stream: true }));
  }
}

const BEDROCK_HOST = 'bedrock-runtime.us-east-1.amazonaws.com';

describe('a call costs the same through the client of the platform and through Anthropic’s own', () => {
  for (const [model, cost] of [
    // 1,000 × 3,000 + 100 × 15,000
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 4_500_000],
    // A tenth more in a region.
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 4_950_000],
  ] as const) {
    test(`on Bedrock: ${model}`, async () => {
      record();
      await callEach([onBedrock(SONNET), own(BEDROCK_HOST, SONNET)], model);
      assert.deepEqual(
        (await records()).map((one) =>
          reported(one, 'provider', 'serverAddress', 'requestModel', 'responseModel', 'apiFormat', 'costPaid'),
        ),
        Array(4).fill(['aws.bedrock', BEDROCK_HOST, model, SONNET.model, 'anthropic.messages', cost]),
      );
    });
  }

  for (const [region, host, cost] of [
    ['global', 'aiplatform.googleapis.com', 4_500_000],
    ['us-east5', 'us-east5-aiplatform.googleapis.com', 4_950_000],
  ] as const) {
    test(`on Vertex AI: ${region}`, async () => {
      record();
      await callEach([onVertex(region, SONNET), own(host, SONNET)], 'claude-sonnet-4-5@20250929');
      assert.deepEqual(
        (await records()).map((one) => reported(one, 'provider', 'serverAddress', 'responseModel', 'costPaid')),
        Array(4).fill(['gcp.vertex_ai', host, SONNET.model, cost]),
      );
    });
  }

  test('with what was written to the cache and read from it', async () => {
    record();
    const cached = { cache_read_input_tokens: 500, cache_creation_input_tokens: 200 };
    const played = { ...SONNET, usage: { ...SONNET.usage, ...cached } };
    await callEach([onBedrock(played)], 'global.anthropic.claude-sonnet-4-5-20250929-v1:0');
    // 1,000 × 3,000 + 500 × 300 + 200 × 3,750 + 100 × 15,000
    const expected = [1700, 500, 200, 100, 5_400_000];
    assert.deepEqual(
      (await records()).map((one) =>
        reported(one, 'inputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'outputTokens', 'costPaid'),
      ),
      [expected, expected],
    );
  });

  test('a tier of Bedrock that only a header names has no public price', async () => {
    record();
    const flex = { ...SONNET, headers: { 'x-amzn-bedrock-service-tier': 'flex' } };
    await callEach([onBedrock(flex)], 'global.anthropic.claude-sonnet-4-5-20250929-v1:0');
    const expected = ['flex', undefined, 'unknown_price'];
    assert.deepEqual(
      (await records()).map((one) => reported(one, 'servedServiceTier', 'costPaid', 'costPaidState')),
      [expected, expected],
    );
  });

  test('an application inference profile has no public price, because its region is unknown', async () => {
    record();
    await callEach([onBedrock(SONNET)], 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3');
    const expected = [undefined, 'unknown_price'];
    assert.deepEqual(
      (await records()).map((one) => reported(one, 'costPaid', 'costPaidState')),
      [expected, expected],
    );
  });
});

test('credentials of AWS and of Google are in no record, at any capture level', async () => {
  record({ TOKENTRAIL_CAPTURE: 'full', TOKENTRAIL_HMAC_SECRET: 'a-secret-of-the-operator' });
  await callEach([onBedrock(SONNET)], 'global.anthropic.claude-sonnet-4-5-20250929-v1:0');
  await callEach([onVertex('global', SONNET)], 'claude-sonnet-4-5@20250929');
  const found = await records();
  assert.equal(found.length, 4);
  for (const attributes of found) {
    const everything = JSON.stringify(attributes);
    assert.ok(everything.includes('a question of mine'), 'content is recorded');
    for (const secret of [...Object.values(AWS), GOOGLE_TOKEN, 'Signature=']) assert.ok(!everything.includes(secret));
    const [attempt] = (attributes[ATTRIBUTES.attempts.name] as string[]).map(decodeAttempt);
    assert.deepEqual([attempt?.keyPreview, attempt?.keyFingerprint], [undefined, undefined]);
    assert.deepEqual(reported(attributes, 'keyPreview'), [undefined]);
  }
});
