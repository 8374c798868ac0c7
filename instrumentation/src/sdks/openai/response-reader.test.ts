import { ChatResponseReader, ResponsesResponseReader } from './response-reader.ts';

const chunk = (finishReason: string | null, usage: unknown = null, index = 0) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'm',
  choices: [{ index, delta: { content: 'x' }, finish_reason: finishReason }],
  usage,
});
const usage = (output: number) => ({ prompt_tokens: 9, completion_tokens: output, total_tokens: 9 + output });

function readerOf(choices: number, ...parts: unknown[]): ChatResponseReader {
  const responseReader = new ChatResponseReader(choices);
  for (const part of parts) responseReader.read(part);
  return responseReader;
}

function outputOf(choices: number, ...parts: unknown[]): unknown {
  return (readerOf(choices, ...parts).facts().usage?.raw as { completion_tokens?: unknown } | undefined)
    ?.completion_tokens;
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

test.each([null, undefined, '', 'null'])('a chunk with the finish reason %j is not the last one', (reason) => {
  const own = { ...chunk(null, usage(1)), choices: [{ index: 0, delta: { content: 'x' }, finish_reason: reason }] };
  const responseReader = readerOf(1, own);
  expect(responseReader.finished).toBe(false);
  expect(responseReader.facts()).toMatchObject({ usage: undefined, finishReasons: undefined });
});

test('a usage within the last choice is the total', () => {
  const last = { ...chunk('stop'), choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage: usage(5) }] };
  expect(outputOf(1, chunk(null), last)).toBe(5);
});

test.each([{}, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }, { completion_tokens: null }])(
  'the trailing usage %j erases nothing',
  (trailing) => expect(outputOf(1, chunk('stop', usage(3)), { choices: [], usage: trailing })).toBe(3),
);

test('model and id come from the first chunk that has them', () => {
  const first = { id: '', model: '', choices: [], prompt_filter_results: [] };
  expect(readerOf(1, first, chunk(null), chunk('stop')).facts()).toMatchObject({
    responseId: 'chatcmpl-1',
    responseModel: 'm',
  });
});

test('a failure that a response with status 200 reports in its body is one', () => {
  const refused = { choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } };
  expect(readerOf(1, refused).failure).toEqual({ code: '1008', message: 'insufficient balance' });
  const fine = { ...chunk('stop'), base_resp: { status_code: 0, status_msg: '' } };
  expect(readerOf(1, fine).failure).toBeUndefined();
});

test('the calls of OpenAI’s tools are counted from a response, streamed or not', () => {
  const response = {
    output: [{ type: 'web_search_call' }],
    usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
  };
  for (const part of [response, { type: 'response.completed', response }]) {
    const responseReader = new ResponsesResponseReader();
    responseReader.read(part);
    expect(responseReader.facts().usage).toEqual({ raw: response.usage, units: { web_search: 1 } });
  }
});
