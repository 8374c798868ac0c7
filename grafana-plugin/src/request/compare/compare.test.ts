import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { parsePastedRequest } from '../../request-page-parameters.ts';
import { compareFacts } from './compared-facts.ts';
import { comparedGroups, type ComparedSide } from './compared-groups.ts';
import { diffLines, foldSame } from './diff-lines.ts';
import { promptKeys, promptLines } from './prompt-lines.ts';

describe('facts of two requests', () => {
  test('keep the order of both, and differ if one does not have them', () => {
    const left = [
      { label: 'a', value: '1' },
      { label: 'c', value: '3' },
    ];
    const right = [
      { label: 'a', value: '1' },
      { label: 'b', value: '2' },
      { label: 'c', value: '4' },
    ];
    expect(compareFacts(left, right).map(({ label, differs }) => [label, differs])).toEqual([
      ['a', false],
      ['b', true],
      ['c', true],
    ]);
  });

  test('show a hidden margin nowhere', () => {
    const hidden = { nanoUsd: null, state: 'hidden' } as const;
    const record = { ...EXAMPLE_RECORD, cost: { ...EXAMPLE_RECORD.cost, list: hidden, paid: hidden } };
    const side: ComparedSide = { record, detail: null, attempts: null };
    const groups = comparedGroups(side, side, { timeZone: 'utc', namesHidden: true });
    const labels = groups.flatMap(({ facts }) => facts.map(({ label }) => label));
    expect(labels).toContain('Charged to the caller');
    expect(labels).not.toContain('List price');
    expect(JSON.stringify(groups)).not.toContain('group default');
    expect(groups.every(({ facts }) => facts.every(({ differs }) => !differs))).toBe(true);
  });

  test('have every model, also of a request whose models are the same', () => {
    const models = (requestModel: string, responseModel: string): ComparedSide => ({
      record: { ...EXAMPLE_RECORD, requestModel, targetModel: requestModel, responseModel },
      detail: null,
      attempts: null,
    });
    const groups = comparedGroups(models('opus', 'opus'), models('gpt', 'gpt-0806'), {
      timeZone: 'utc',
      namesHidden: false,
    });
    const fact = groups.flatMap(({ facts }) => facts).find(({ label }) => label === 'Model that responded');
    expect(fact).toMatchObject({ left: 'opus', right: 'gpt-0806' });
  });
});

describe('the difference of two texts', () => {
  test('has every line of both, in their order', async () => {
    const left = ['a', 'b', 'c'];
    const right = ['a', 'x', 'c', 'd'];
    const blocks = (await diffLines(left, right)) ?? [];
    const linesOf = (...kinds: string[]) =>
      blocks.filter(({ kind }) => kinds.includes(kind)).flatMap(({ lines }) => lines);
    expect(linesOf('same', 'removed')).toEqual(left);
    expect(linesOf('same', 'added')).toEqual(right);
  });

  test('is not computed to the end for long texts without common lines', async () => {
    const lines = (prefix: string) => Array.from({ length: 6000 }, (_, index) => `${prefix}${index}`);
    expect(await diffLines(lines('a'), lines('b'))).toBeNull();
  });

  test('folds unchanged lines far from a change', () => {
    const same = (count: number) => ({ kind: 'same' as const, lines: Array<string>(count).fill('x') });
    const change = { kind: 'added' as const, lines: ['y'] };
    const shapeOf = (blocks: ReturnType<typeof foldSame>) => blocks.map(({ kind, lines }) => `${kind} ${lines.length}`);
    expect(shapeOf(foldSame([same(10), change, same(10), change, same(10)]))).toEqual([
      ...['folded 7', 'same 3', 'added 1', 'same 3', 'folded 4', 'same 3', 'added 1', 'same 3', 'folded 7'],
    ]);
    expect(shapeOf(foldSame([same(4), change, same(7)]))).toEqual(['same 4', 'added 1', 'same 3', 'folded 4']);
  });
});

describe('the prompt', () => {
  const linesOf = (clientRequestBody: string) => promptLines({ clientRequestBody }, new AbortController().signal);

  test('is its messages, otherwise the body', () => {
    expect(promptKeys({ inputMessages: 5, clientRequestBody: 9 })).toEqual(['inputMessages']);
    expect(promptKeys({ inputMessages: 0, clientRequestBody: 9, providerRequestBody: 9 })).toEqual([
      'clientRequestBody',
    ]);
    expect(promptKeys({ outputMessages: 5 })).toEqual([]);
  });

  test('has a line for each line of a message, and exact numbers of tool calls', async () => {
    const messages = [
      { role: 'user', content: 'Hello\nyou' },
      {
        role: 'assistant',
        tool_calls: [{ id: '1', function: { name: 'add', arguments: '{"n":12345678901234567890}' } }],
      },
      { role: 'tool', tool_call_id: '1', content: '1.10' },
    ];
    expect(await linesOf(JSON.stringify({ messages }))).toEqual([
      ...['[user]', 'Hello', 'you', '[assistant]', '[tool call: add]', '{"n":12345678901234567890}'],
      ...['[tool]', '[tool result]', '1.10'],
    ]);
  });

  test('is compared as text if it has no messages', async () => {
    expect(await linesOf('cut {"a":\nb')).toEqual(['cut {"a":', 'b']);
  });
});

test('a pasted text names a request by its address, the one of a drawer, or its ids', () => {
  const [trace, span] = ['a'.repeat(32), 'b'.repeat(16)];
  const ids = { traceId: trace, spanId: span };
  const start = { startUnixNano: '1763820730412000000' };
  expect(parsePastedRequest(` https://g/sub/a/app/requests/${trace}/${span}?at=1763820730412&ds=x `)).toEqual({
    ...ids,
    ...start,
  });
  expect(parsePastedRequest(`/a/app/requests?open=${trace}-${span}-1763820730412`)).toEqual({ ...ids, ...start });
  expect(parsePastedRequest(`${trace}/${span}`)).toEqual({ ...ids, startUnixNano: null });
  expect(parsePastedRequest(`${trace}-${span}-1763820730412`)).toEqual({ ...ids, ...start });
  for (const wrong of ['', 'x', 'http://[', `${trace}`, `${'0'.repeat(32)}/${span}`, `/requests/${trace}`]) {
    expect(parsePastedRequest(wrong)).toBeNull();
  }
});
