import { aligned, literal, recordsQuery } from './traceql.ts';

test.each([
  ['gpt-4o', '"gpt-4o"'],
  ['a"b', String.raw`"a\U00000022b"`],
  ['back\\slash', String.raw`"back\U0000005cslash"`],
  ['two words', String.raw`"two\U00000020words"`],
  ['日🎉', String.raw`"\U000065e5\U0001f389"`],
  ['half \ud83c', String.raw`"half\U00000020\U0000fffd"`],
])('the text %j is the literal %s', (text, expected) => {
  expect(literal(text)).toBe(expected);
});

test.each([1, 100, 1000, 1020, 1023])('no word of a query is at the end of a block, after %d bytes', (length) => {
  const words = ['x'.repeat(length), ...Array.from({ length: 200 }, (_, index) => `span."attribute.${index}",`)];
  const query = aligned(words.join(' '));
  expect(query.split(/ +/)).toEqual(words);
  for (let end = 1024; end < query.length; end += 1024) {
    expect(query.slice(end - 1, end + 1)).toBe('  ');
  }
});

test('a search cannot leave its literal', () => {
  expect(recordsQuery({ search: 'x"||true||span."y' })).not.toContain('||true');
  expect(recordsQuery({ search: 'GPT.4o' })).toContain(String.raw`"(?is).*gpt\U0000005c.4o.*"`);
});

test('only the plain segments of terms that do not exclude narrow the query', () => {
  const query = recordsQuery({ search: 'agents/invoke -gpt "two words" ärger' });
  expect(query).toContain('.*agents.*');
  expect(query).toContain('.*invoke.*');
  expect(query).not.toMatch(/gpt|words|rger/);
});

test('an empty list of record types selects nothing', () => {
  expect(recordsQuery({ recordTypes: [] })).toContain('span."tokentrail.record.type" = ""');
});
