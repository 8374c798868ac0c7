import { indexJson } from '../json/json-index.ts';
import { compareJson } from './compare-json.ts';
import { comparisonOf, type ComparedPart } from './compared.ts';
import { compareHeaders, headersOf } from './headers.ts';

function compared(before: string, after: string): ComparedPart[] {
  const [one, other] = [indexJson(before), indexJson(after)];
  if (one === null || other === null) {
    throw new Error('a text is not JSON');
  }
  return compareJson(one, other);
}

const short = ({ name, difference, before, after }: ComparedPart) => [name, difference, before, after];

test('compares headers by name in any case, differences first', () => {
  const received = headersOf('{"Content-Type":"a","x-trace":["1","2"],"Authorization":"***","user-agent":"x"}') ?? [];
  const passedOn = headersOf('{"content-type":"a","authorization":"***","x-api-key":"***","user-agent":"y"}') ?? [];
  const { parts, counts } = compareHeaders(received, passedOn);
  expect(parts.map(short)).toEqual([
    ['authorization', null, '***', '***'],
    ['user-agent', 'changed', 'x', 'y'],
    ['x-api-key', 'added', null, '***'],
    ['x-trace', 'removed', '1\n2', null],
    ['content-type', 'same', 'a', 'a'],
  ]);
  expect(counts).toEqual({ added: 1, changed: 1, removed: 1, same: 1 });
  expect(parts.filter(({ isRedacted }) => isRedacted).map(({ name }) => name)).toEqual(['authorization', 'x-api-key']);
});

test('keeps each value of a header that occurs twice', () => {
  expect(headersOf('{"a":"1","a":"2"}')).toEqual([
    { name: 'a', values: ['1'] },
    { name: 'a', values: ['2'] },
  ]);
  expect(headersOf('["a"]')).toBeNull();
});

test('shows limits before the other headers', () => {
  const headers = headersOf('{"date":"x","x-ratelimit-remaining-tokens":"1","retry-after":"3"}') ?? [];
  expect(compareHeaders(headers, headers).parts.map(({ name }) => name)).toEqual([
    'retry-after',
    'x-ratelimit-remaining-tokens',
    'date',
  ]);
});

test('compares bodies by path and as they were recorded', () => {
  expect(
    compared(
      '{"model":"a","n":1.10,"old":true,"messages":[{"role":"user","content":"x"}]}',
      '{"model":"b","n":1.1,"messages":[{"role":"user","content":"y"}],"stream_options":{"include_usage":true}}',
    ).map(short),
  ).toEqual([
    ['model', 'changed', '"a"', '"b"'],
    ['n', 'changed', '1.10', '1.1'],
    ['old', 'removed', 'true', null],
    ['messages[0].content', 'changed', '"x"', '"y"'],
    ['stream_options', 'added', null, '{"include_usage":true}'],
  ]);
});

test('finds nothing in texts that differ in white space only', () => {
  expect(compared('{"a":[1,{"b":2}]}', '{ "a" : [ 1, { "b": 2 } ] }')).toEqual([]);
});

test('an element put in front of a list is the only difference', () => {
  expect(compared('[{"a":1},{"b":2}]', '[{"system":true},{"a":1},{"b":2}]').map(short)).toEqual([
    ['[0]', 'added', null, '{"system":true}'],
  ]);
});

test('notices a second value of the same name', () => {
  expect(compared('{"a":1}', '{"a":1,"a":2}').map(short)).toEqual([['a', 'added', null, '2']]);
});

test('counts differences', () => {
  expect(comparisonOf(compared('{"a":1,"b":2}', '{"b":3,"c":4}')).counts).toEqual({
    added: 1,
    changed: 1,
    removed: 1,
    same: 0,
  });
});

test('compares texts 10,000 levels deep', () => {
  const deep = (inner: string) => '['.repeat(10_000) + inner + ']'.repeat(10_000);
  expect(compared(deep('1'), deep('2'))).toHaveLength(1);
});

test('pairs messages of one role if one side has more of them', () => {
  expect(
    compared(
      '[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]',
      '[{"role":"system","content":"z"},{"role":"user","content":["x"]},{"role":"assistant","content":"y!"}]',
    ).map(short),
  ).toEqual([
    ['[0]', 'added', null, '{"role":"system","content":"z"}'],
    ['[1].content', 'changed', '"x"', '["x"]'],
    ['[2].content', 'changed', '"y"', '"y!"'],
  ]);
});
