import { StreamBody } from './stream-body.ts';

function bodyOf(...events: unknown[]): unknown {
  const stream = new StreamBody();
  for (const event of events) stream.add(event);
  return stream.body;
}

const start = {
  type: 'message_start',
  message: { id: 'm', role: 'assistant', content: [], usage: { input_tokens: 7 } },
};
const block = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });

test('events add up to the message', () => {
  expect(
    bodyOf(
      start,
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'signature_delta', signature: 'abc' }),
      block(1, { type: 'text', text: '' }),
      delta(1, { type: 'text_delta', text: 'Hel' }),
      delta(1, { type: 'text_delta', text: 'lo' }),
      block(2, { type: 'tool_use', id: 't', name: 'time', input: {} }),
      delta(2, { type: 'input_json_delta', partial_json: '{"at"' }),
      delta(2, { type: 'input_json_delta', partial_json: ':1}' }),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 3 } },
    ),
  ).toEqual({
    id: 'm',
    role: 'assistant',
    stop_reason: 'tool_use',
    usage: { input_tokens: 7, output_tokens: 3 },
    content: [
      { type: 'thinking', thinking: 'Hm', signature: 'abc' },
      { type: 'text', text: 'Hello' },
      { type: 'tool_use', id: 't', name: 'time', input: '{"at":1}' },
    ],
  });
});

test('no events, or only unknown ones', () => {
  expect(bodyOf()).toBeUndefined();
  expect(bodyOf(null, 'text', delta(0, { text: 'a' }))).toBeUndefined();
  expect(bodyOf(start, delta(5, { text: 'a' }), { type: 'other' })).toMatchObject({ content: [] });
});
