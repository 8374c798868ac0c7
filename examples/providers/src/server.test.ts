import OpenAI from 'openai';
import { startReplayedProvider, type ReplayedProvider } from './index.ts';

let provider: ReplayedProvider;
let client: OpenAI;

beforeEach(async () => {
  provider = await startReplayedProvider();
  client = new OpenAI({ apiKey: 'sk-replay-0000000000001234', baseURL: `${provider.url}/v1` });
});

afterEach(() => provider.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'x'.repeat(6000) }] } as const;

test('the real SDK reads a chat completion, and the bill matches its usage', async () => {
  const completion = await client.chat.completions.create({ ...chat, messages: [...chat.messages] });
  const usage = completion.usage!;
  const cached = usage.prompt_tokens_details!.cached_tokens!;
  expect(cached).toBeGreaterThan(0);
  // $2.50, $1.25 and $10 per 1M are 2500, 1250 and 10000 nano-USD a token.
  const nanoUsd = (usage.prompt_tokens - cached) * 2500 + cached * 1250 + usage.completion_tokens * 10000;
  expect(provider.bill).toHaveLength(1);
  expect(provider.bill[0]).toMatchObject({ statusCode: 200, usageSent: true, keyEnding: '1234' });
  expect(Number(provider.bill[0]!.nanoUsd)).toBe(nanoUsd);
});

test('a stream has a usage chunk only if requested, and is always billed', async () => {
  for (const includeUsage of [true, false]) {
    const stream = await client.chat.completions.create({
      ...chat,
      messages: [...chat.messages],
      stream: true,
      ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
    });
    let usage;
    for await (const chunk of stream) {
      usage = chunk.usage ?? usage;
    }
    expect(usage === undefined).toBe(!includeUsage);
  }
  expect(provider.bill.map((line) => line.usageSent)).toEqual([true, false]);
  expect(provider.bill[0]!.nanoUsd).toBe(provider.bill[1]!.nanoUsd);
});

test('a stream that its reader leaves is billed for the tokens sent, without reporting the usage', async () => {
  const stream = await client.chat.completions.create({ ...chat, messages: [...chat.messages], stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) {
      break;
    }
  }
  while (provider.bill.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(provider.bill[0]!.usageSent).toBe(false);
  expect(provider.bill[0]!.tokens!.output).toBeLessThan(24);
});

test('a message in Anthropic’s format has both cache lifetimes and thinking, and the bill matches its usage', async () => {
  const cached = (text: string, ttl: string) => [{ type: 'text', text, cache_control: { type: 'ephemeral', ttl } }];
  const body = {
    model: 'claude-opus-4-5',
    max_tokens: 20,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    system: cached('x'.repeat(400), '1h'),
    messages: [{ role: 'user', content: cached('y'.repeat(200), '5m') }],
  };
  const message = (await (await postMessage(body)).json()) as { content: { type: string }[]; usage: object };
  expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  expect(message.usage).toMatchObject({
    input_tokens: 0,
    cache_creation_input_tokens: 150,
    cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 100 },
    output_tokens: 20,
  });
  // $6.25, $10 and $25 per 1M are 6250, 10000 and 25000 nano-USD a token.
  expect(Number(provider.bill[0]!.nanoUsd)).toBe(50 * 6250 + 100 * 10_000 + 20 * 25_000);

  const later = { ...body, messages: [...body.messages, { role: 'assistant', content: 'z' }] };
  const events = await (await postMessage({ ...later, stream: true })).text();
  expect(events).toContain('event: message_start\ndata: {"type":"message_start"');
  expect(events).toContain('"cache_read_input_tokens":100');
  expect(events).toContain('"type":"thinking_delta"');
  expect(events.trimEnd()).toMatch(/data: \{"type":"message_stop"\}$/);
});

function postMessage(body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-api-key': 'sk-ant-0000000000001234' };
  return fetch(`${provider.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
}

test('a passing rate limit costs one rejected and one successful request', async () => {
  const options = { headers: { 'x-replay': 'rate-limit-once', 'x-replay-id': 'a' } };
  await client.chat.completions.create({ ...chat, messages: [...chat.messages] }, options);
  expect(provider.bill.map((line) => [line.statusCode, line.nanoUsd > 0n])).toEqual([
    [429, false],
    [200, true],
  ]);
});

test('the SDK can read responses and embeddings', async () => {
  const response = await client.responses.create({ model: 'gpt-5-mini', input: 'hello' });
  expect(response.output_text).toContain('Every call');
  expect(response.usage!.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
  const stream = await client.responses.create({ model: 'gpt-5-mini', input: 'hello', stream: true });
  const types: string[] = [];
  for await (const event of stream) {
    types.push(event.type);
  }
  expect(types.at(0)).toBe('response.created');
  expect(types.at(-1)).toBe('response.completed');
  const embedded = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
  expect(embedded.data).toHaveLength(2);
  expect(embedded.data[0]!.embedding).toHaveLength(8);
});

test('a model without a price is rejected as unknown', async () => {
  await expect(client.chat.completions.create({ ...chat, model: 'gpt-0', messages: [] })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
  });
});
