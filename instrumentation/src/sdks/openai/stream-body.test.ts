import { StreamBody } from './stream-body.ts';

function bodyOf(...chunks: unknown[]): unknown {
  const stream = new StreamBody();
  for (const chunk of chunks) stream.add(chunk);
  return stream.body;
}

test('chunks of a chat add up to its body', () => {
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
      chunk({ content: 'lo' }),
      chunk(call(0, { id: 'call_1', type: 'function', function: { name: 'time', arguments: '' } })),
      chunk(call(0, { function: { arguments: '{"at"' } })),
      chunk(call(0, { function: { arguments: ':1}' } })),
      chunk({}, 'tool_calls'),
      { id: 'c1', model: 'm', choices: [], usage: { prompt_tokens: 1 } },
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
          content: 'Hello',
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'time', arguments: '{"at":1}' } }],
        },
      },
    ],
  });
});

test('chunks of a legacy completion add up to its text', () => {
  const chunk = (text: string, finish_reason: string | null) => ({
    id: 'c',
    choices: [{ index: 0, text, finish_reason }],
  });
  expect(bodyOf(chunk('Hel', null), chunk('lo', 'stop'))).toEqual({
    id: 'c',
    choices: [{ index: 0, text: 'Hello', finish_reason: 'stop' }],
  });
});

test('of a streamed response the last complete one counts', () => {
  const response = { id: 'r', status: 'completed', output: ['all'] };
  expect(bodyOf({ type: 'response.created', response: { id: 'r' } }, { type: 'x' }, { response })).toEqual(response);
});

test('no chunks, or only unknown ones', () => {
  expect(bodyOf()).toBeUndefined();
  expect(bodyOf(null, 'text', { choices: 'none' }, { choices: [] })).toBeUndefined();
});
