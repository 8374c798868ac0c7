import { flush, startRecording, startRequest } from '../index.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';

const collector = receiverForEachTest();

beforeEach(() => startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url }));

const CHAT = { operation: 'chat', requestModel: 'gpt-4o', apiFormat: 'openai.chat' } as const;
const CLAUDE = { provider: 'anthropic', serverAddress: 'api.anthropic.com', model: 'claude-sonnet-4-5' };

async function onlyRecord() {
  await flush();
  const [record, ...others] = collector.records();
  expect(others).toEqual([]);
  return record!;
}

test('the columns show the usage of the attempt, which is the one that is priced', async () => {
  const record = startRequest(CHAT);
  const raw = { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 5 };
  record.attempt(CLAUDE).end({ state: 'success', usage: { raw } });
  record.end({ state: 'success', usage: { inputTokens: 1, outputTokens: 1 } });
  expect((await onlyRecord()).attributes).toMatchObject({
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': 5,
    // 10 × $3/1M + 90 × $0.30/1M + 5 × $15/1M
    'tokentrail.cost.paid': 132_000,
  });
});

test('a usage is read in the format of its attempt', async () => {
  const record = startRequest({ ...CHAT, operation: 'embeddings', apiFormat: 'openai.chat' });
  const attempt = record.attempt({ provider: 'voyageai', apiFormat: 'openai.embeddings' });
  attempt.end({ state: 'success', usage: { raw: { total_tokens: 1000 } } });
  record.end({ state: 'success' });
  const { attributes, attempts } = await onlyRecord();
  expect(attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 1000, 'tokentrail.api.format': 'openai.chat' });
  expect(attempts[0]).toMatchObject({ apiFormat: 'openai.embeddings' });
});

test('the account that the provider names is part of its attempt', async () => {
  const record = startRequest(CHAT);
  const attempt = record.attempt({ provider: 'openai' });
  attempt.responded({ statusCode: 200, organization: 'acme corp', project: 'proj_1' });
  attempt.end({ state: 'success', usage: { inputTokens: 1, outputTokens: 1 } });
  record.end({ state: 'success' });
  expect((await onlyRecord()).attempts[0]).toMatchObject({ organization: 'acme_corp', project: 'proj_1' });
});

test('counts that were not understood are named, and other names are not', async () => {
  const record = startRequest(CHAT);
  const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
  const raw = { ...usage, prompt_tokens_details: { movie_tokens: 3 }, 'a text with tokens': 4 };
  record.attempt({ provider: 'openai', serverAddress: 'api.openai.com' }).end({ state: 'success', usage: { raw } });
  record.end({ state: 'success' });
  expect((await onlyRecord()).attributes).toMatchObject({
    'tokentrail.usage.unread': ['prompt_tokens_details.movie_tokens'],
    'tokentrail.cost.paid.state': 'unknown_usage',
  });
});
