import { contextAt, writtenPartAt } from './caret-context.ts';

/** The context of the caret that a text marks by `|`. */
function at(marked: string) {
  return contextAt(marked.replace('|', ''), marked.indexOf('|'));
}

const WORDS: [marked: string, typed: string, replaced: string][] = [
  ['|', '', ''],
  ['mod|', 'mod', 'mod'],
  ['-mod|', 'mod', 'mod'],
  ['-|', '', ''],
  ['gpt mo|de', 'mo', 'mode'],
  ['mo|del:gpt', 'mo', 'model:'],
  ['gpt | acme', '', ''],
  ['ft:gp|t', 'ft:gp', 'ft:gpt'],
];

test.each(WORDS)('in %j the caret is in the word %j, and a completion replaces %j', (marked, typed, replaced) => {
  const context = at(marked);
  expect(context).toMatchObject({ kind: 'word', typed });
  expect(marked.replace('|', '').slice(context?.from, context?.to)).toBe(replaced);
});

const VALUES: [marked: string, field: string, typed: string, replaced: string, others: string[]][] = [
  ['model:|', 'model', '', '', []],
  ['MODEL:gp|', 'model', 'gp', 'gp', []],
  ['-model:gp|t-4o x', 'model', 'gp', 'gpt-4o', []],
  ['model:a,b|', 'model', 'b', 'b', ['a']],
  ['model:a|,b', 'model', 'a', 'a', ['b']],
  ['user:"Ann| K"', 'user', 'Ann', '"Ann K"', []],
  ['user:"Ann| gpt', 'user', 'Ann', '"Ann', []],
  [String.raw`user:"a \"b|`, 'user', 'a "b', String.raw`"a \"b`, []],
  ['user:"a, b",c|', 'user', 'c', 'c', ['a, b']],
  ['cost:>0.|1', 'cost', '>0.', '>0.1', []],
];

test.each(VALUES)(
  'in %j the caret is in a value of %s that begins with %j, and a completion replaces %j',
  (marked, field, typed, replaced, others) => {
    const context = at(marked);
    expect(context).toMatchObject({ kind: 'value', field, typed, others });
    expect(marked.replace('|', '').slice(context?.from, context?.to)).toBe(replaced);
  },
);

test('directly before a word there is nothing to complete', () => {
  expect(at('|gpt')).toBeNull();
  expect(at('gpt |acme')).toBeNull();
});

test('a part is named as a problem of the search names it', () => {
  expect(writtenPartAt('x -cost:>', 9)).toBe('-cost:>');
  expect(writtenPartAt('x ', 2)).toBeNull();
});
