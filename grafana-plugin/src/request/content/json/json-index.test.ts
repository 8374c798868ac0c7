import fc from 'fast-check';
import { indexJson, JsonIndexer, type JsonIndex } from './json-index.ts';
import { childrenOf, kindOf, nameOf, pathOf, rawOf, stringOf } from './json-value.ts';

/** The value that an index describes, read value by value. */
function read(index: JsonIndex, value = 0): unknown {
  switch (kindOf(index, value)) {
    case 'object':
      return Object.fromEntries(
        [...childrenOf(index, value)].map((child) => [nameOf(index, child), read(index, child)]),
      );
    case 'list':
      return [...childrenOf(index, value)].map((child) => read(index, child));
    case 'string':
      return stringOf(index, value);
    default:
      return JSON.parse(rawOf(index, value));
  }
}

const jsonTexts = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 1, 4))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

test('finds the same values as JSON.parse', () => {
  fc.assert(
    fc.property(jsonTexts, (text) => {
      const index = indexJson(text);
      expect(index && read(index)).toEqual(JSON.parse(text));
    }),
  );
});

test('accepts every JSON, and of other texts only those with wrong escapes', () => {
  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'{}[],:"\\ 1-.e0truefalsn') }),
    fc.tuple(jsonTexts, fc.nat(), fc.constantFrom('', ',', '}', '"', ' ', '0')).map(([text, at, put]) => {
      const position = at % (text.length + 1);
      return text.slice(0, position) + put + text.slice(position + 1);
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const mayBeAccepted = isJson(text) || /[\\\p{Cc}]/u.test(text);
      expect(indexJson(text) !== null ? mayBeAccepted : !isJson(text)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('keeps long numbers, decimals and names that occur twice', () => {
  const index = indexJson('{"id":12345678901234567890,"price":1.10,"a":1,"a":2}');
  const members = index && [...childrenOf(index, 0)].map((value) => `${nameOf(index, value)} ${rawOf(index, value)}`);
  expect(members).toEqual(['id 12345678901234567890', 'price 1.10', 'a 1', 'a 2']);
});

test('reads a text in steps', () => {
  const text = JSON.stringify(Array.from({ length: 100 }, (_, index) => ({ index })));
  const indexer = new JsonIndexer(text);
  let steps = 0;
  let index = indexer.step(7);
  for (; index === null; index = indexer.step(7)) {
    steps += 1;
  }
  expect(steps).toBeGreaterThan(20);
  expect(index !== 'invalid' && read(index)).toEqual(JSON.parse(text));
});

test('reads lists in lists, 10,000 levels deep', () => {
  const index = indexJson('['.repeat(10_000) + ']'.repeat(10_000));
  expect(index?.count).toBe(10_000);
});

test.each([
  ['messages[1].content', '{"messages":[{},{"content":"found"}]}'],
  ['["a b"]["c.d"]', '{"a b":{"c.d":"found"}}'],
  ['$', '"found"'],
])('names the path %s', (path, text) => {
  const index = indexJson(text);
  const value =
    index === null
      ? -1
      : Array.from({ length: index.count }, (_, one) => one).find((one) => stringOf(index, one) === 'found');
  expect(index && pathOf(index, value ?? -1)).toBe(path);
});
