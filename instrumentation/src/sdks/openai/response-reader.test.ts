import { ChatResponseReader } from './response-reader.ts';

const chunk = (finishReason: string | null, usage: unknown = null, index = 0) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'm',
  choices: [{ index, delta: { content: 'x' }, finish_reason: finishReason }],
  usage,
});
const usage = (output: number) => ({ prompt_tokens: 9, completion_tokens: output, total_tokens: 9 + output });

function outputOf(choices: number, ...parts: unknown[]): number | undefined {
  const responseReader = new ChatResponseReader(choices);
  for (const part of parts) responseReader.read(part);
  return responseReader.facts().usage?.outputTokens;
}

describe('a server that reports usage with every chunk', () => {
  test('the usage of the last chunk is the total', () => {
    expect(outputOf(1, chunk(null, usage(1)), chunk('stop', usage(2)))).toBe(2);
  });

  test('there is no total if the stream ends before that', () => {
    expect(outputOf(1, chunk(null, usage(1)), chunk(null, usage(2)))).toBeUndefined();
    expect(outputOf(2, chunk('stop', usage(1), 0), chunk(null, usage(2), 1))).toBeUndefined();
  });
});

test('usage in a separate chunk or in a body is the total', () => {
  const own = { object: 'chat.completion.chunk', choices: [], usage: usage(3) };
  expect(outputOf(1, chunk(null), own)).toBe(3);
  expect(outputOf(2, chunk('stop'), own)).toBe(3);
  // OpenRouter's last chunk has an empty choice.
  expect(outputOf(1, chunk('stop'), chunk(null, usage(3)))).toBe(3);
  const body = { object: 'chat.completion', choices: [{ index: 0, message: { content: 'x' } }], usage: usage(4) };
  expect(outputOf(1, body)).toBe(4);
});
