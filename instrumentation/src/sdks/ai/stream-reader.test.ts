import { StreamResponseReader } from './stream-reader.ts';

const usage = (raw: object) => ({
  inputTokens: { total: 60, noCache: 10, cacheRead: 0, cacheWrite: 50 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
  raw,
});
const finish = (raw: object, reason: object = { unified: 'stop', raw: 'stop' }) => ({
  type: 'finish',
  finishReason: reason,
  usage: usage(raw),
});

function readerOf(apiFormat: string, requestModel: string, ...parts: object[]): StreamResponseReader {
  const reader = new StreamResponseReader({ operation: 'chat', apiFormat, requestModel }, undefined);
  for (const part of parts) reader.read(part);
  return reader;
}

test('cache writes have the lifetime of the request’s breakpoints if the response does not say it', () => {
  const reader = readerOf('anthropic.messages', 'claude-sonnet-4-5');
  reader.begins({ system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }] });
  reader.read(finish({ input_tokens: 10, cache_creation_input_tokens: 50, output_tokens: 5 }));
  expect(reader.facts().usage?.raw).toMatchObject({ cache_creation: { ephemeral_1h_input_tokens: 50 } });
});

test.each([
  ['perplexity', 'sonar-deep-research'],
  ['moonshot_ai', 'kimi-k2'],
  ['openrouter', 'openai/gpt-4o'],
  ['openai', 'gpt-4o-audio-preview'],
])('a stream of %s %s lacks counts that the SDK removed, so its cost is unknown', (provider, model) => {
  const reader = readerOf('openai.chat', model, finish({ prompt_tokens: 60, completion_tokens: 5, total_tokens: 65 }));
  reader.provider = provider;
  expect(reader.facts().usage?.units).toEqual({ removed_count: 1 });
});

test('a stream of OpenAI has all its counts', () => {
  const raw = { prompt_tokens: 60, completion_tokens: 5, total_tokens: 65 };
  const reader = readerOf('openai.chat', 'gpt-4o', finish(raw));
  reader.provider = 'openai';
  expect(reader.facts().usage).toEqual({ inputTokens: 60, outputTokens: 5, cacheWriteTokens: 50, raw });
});

test.each([
  ['openai.chat', { unified: 'length', raw: 'length' }, ['length']],
  ['openai.chat', { unified: 'other', raw: null }, undefined],
  ['openai.responses', { unified: 'tool-calls', raw: undefined }, ['completed']],
  ['openai.responses', { unified: 'length', raw: 'max_output_tokens' }, ['max_output_tokens']],
])('in %s the finish reason of %j is %j', (format, reason, expected) => {
  expect(readerOf(format, 'gpt-4o', finish({ input_tokens: 60 }, reason)).facts().finishReasons).toEqual(expected);
});
