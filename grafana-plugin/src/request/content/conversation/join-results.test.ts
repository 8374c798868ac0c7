import { joinResults } from './join-results.ts';
import type { Turn, TurnPart } from './turn.ts';

const call = (id: string | null, name = 'f'): TurnPart => ({ kind: 'call', id, name, input: '{}' });
const result = (id: string | null, content: string): TurnPart => ({ kind: 'result', id, content, isError: false });

/** Each message as its role and, of each part, what it is and the content of its result. */
function shown(turns: readonly Turn[]): string[] {
  return joinResults(turns).map(({ role, parts }) =>
    [
      role,
      ...parts.map((part) => `${part.kind} ${part.kind === 'call' ? (part.result?.content ?? '-') : ''}`.trim()),
    ].join(': '),
  );
}

test('shows the result with its call, and no message of its own', () => {
  expect(
    shown([
      { role: 'assistant', parts: [call('a'), call('b')] },
      { role: 'tool', parts: [result('b', '2')] },
      { role: 'tool', parts: [result('a', '1'), { kind: 'text', text: 'x' }] },
    ]),
  ).toEqual(['assistant: call 1: call 2', 'tool: text']);
});

test('gives calls with the same id their results in order', () => {
  expect(
    shown([
      { role: 'assistant', parts: [call('f')] },
      { role: 'user', parts: [result('f', '1')] },
      { role: 'assistant', parts: [call('f')] },
      { role: 'user', parts: [result('f', '2')] },
    ]),
  ).toEqual(['assistant: call 1', 'assistant: call 2']);
});

test('keeps a result without a call, and a call without a result', () => {
  expect(
    shown([
      { role: 'assistant', parts: [call('a'), call(null)] },
      { role: 'tool', parts: [result('other', '1'), result(null, '2')] },
    ]),
  ).toEqual(['assistant: call -: call -', 'tool: result: result']);
});
