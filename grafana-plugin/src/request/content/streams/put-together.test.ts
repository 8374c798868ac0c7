import { putTogether } from './put-together.ts';

const stream = (...events: unknown[]) =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');

/** The parsed body; numbers and names that `JSON.parse` changes are compared as text in a test of their own. */
function bodyOf(...events: unknown[]): unknown {
  return JSON.parse(putTogether(stream(...events)) ?? 'null');
}

test('puts chunks of a chat together', () => {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    id: 'c1',
    model: 'm',
    choices: [{ index: 0, delta, finish_reason }],
  });
  const call = (index: number, rest: object) => ({ tool_calls: [{ index, ...rest }] });
  expect(
    bodyOf(
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hel' }),
      chunk({ content: 'lo "é"' }),
      chunk(call(0, { id: 'call_1', type: 'function', function: { name: 'time', arguments: '' } })),
      chunk(call(0, { function: { arguments: '{"at"' } })),
      chunk(call(0, { function: { arguments: ':1}' } })),
      chunk({}, 'tool_calls'),
      { id: 'c1', model: 'm', choices: [], usage: { prompt_tokens: 1 } },
      '[DONE]',
    ),
  ).toEqual({
    id: 'c1',
    model: 'm',
    usage: { prompt_tokens: 1 },
    choices: [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: 'Hello "é"',
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'time', arguments: '{"at":1}' } }],
        },
      },
    ],
  });
});

test('puts a legacy completion together', () => {
  const chunk = (text: string, finish_reason: string | null) => ({ choices: [{ index: 0, text, finish_reason }] });
  expect(bodyOf(chunk('Hel', null), chunk('lo', 'stop'))).toEqual({
    choices: [{ index: 0, text: 'Hello', finish_reason: 'stop' }],
  });
});

test('takes the last response of the Responses API', () => {
  const response = { id: 'r', status: 'completed', output: ['all'] };
  expect(
    bodyOf(
      { type: 'response.created', response: { id: 'r' } },
      { type: 'response.output_text.delta', delta: 'x' },
      { type: 'response.completed', response },
    ),
  ).toEqual(response);
});

test('puts a message of Anthropic together', () => {
  expect(
    bodyOf(
      {
        type: 'message_start',
        message: { id: 'm1', role: 'assistant', content: [], usage: { input_tokens: 3, output_tokens: 1 } },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Let me' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 's' } },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hel' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'lo' } },
      { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 't', name: 'f', input: {} } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '"b"}' } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } },
      { type: 'message_stop' },
    ),
  ).toEqual({
    id: 'm1',
    role: 'assistant',
    stop_reason: 'tool_use',
    usage: { input_tokens: 3, output_tokens: 9 },
    content: [
      { type: 'thinking', thinking: 'Let me', signature: 's' },
      { type: 'text', text: 'Hello' },
      { type: 'tool_use', id: 't', name: 'f', input: { a: 'b' } },
    ],
  });
});

const GEMINI = [
  { candidates: [{ content: { role: 'model', parts: [{ text: 'thin', thought: true }] } }] },
  { candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }], usageMetadata: { totalTokenCount: 1 } },
  {
    candidates: [
      { content: { role: 'model', parts: [{ text: 'lo' }, { functionCall: { name: 'f' } }] }, finishReason: 'STOP' },
    ],
    usageMetadata: { totalTokenCount: 2 },
  },
];

test.each([
  ['events', stream(...GEMINI)],
  ['a list', JSON.stringify(GEMINI)],
])('puts chunks of Gemini together that were recorded as %s', (_name, body) => {
  expect(JSON.parse(putTogether(body) ?? 'null')).toEqual({
    candidates: [
      {
        content: {
          role: 'model',
          parts: [{ text: 'thin', thought: true }, { text: 'Hello' }, { functionCall: { name: 'f' } }],
        },
        finishReason: 'STOP',
      },
    ],
    usageMetadata: { totalTokenCount: 2 },
  });
});

test('keeps the notation of numbers and strings', () => {
  const body = putTogether(
    stream('{"id":12345678901234567890,"choices":[{"index":0,"delta":{"content":"\\u00e9\\ud83d"},"p":1.10}]}') +
      stream('{"choices":[{"index":0,"delta":{"content":"\\ude00"}}]}'),
  );
  expect(body).toBe(
    '{"id":12345678901234567890,"choices":[{"index":0,"p":1.10,"message":{"content":"\\u00e9\\ud83d\\ude00"}}]}',
  );
});

test.each(['', 'plain text', '{"choices":[]}', 'data: {"unknown":1}\n\n', 'data: {"cut', '[]', '[1]'])(
  'leaves %j as it is',
  (body) => expect(putTogether(body)).toBeNull(),
);

test('keeps what arrived of a stream that was cut', () => {
  const body = putTogether(
    stream({ choices: [{ index: 0, delta: { content: 'Hel' } }] }) + 'data: {"choices":[{"ind\n[cut: 9 of 99 bytes]',
  );
  expect(JSON.parse(body ?? 'null')).toEqual({ choices: [{ index: 0, message: { content: 'Hel' } }] });
});
