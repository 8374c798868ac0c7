import { filterOfText } from '../filters.ts';
import { conditionLabel, termLabel } from './filter-words.ts';

test.each([
  ['model:gpt-4o', 'Model = gpt-4o'],
  ['-model:a,b,c', 'Model ≠ a, b, c'],
  ['user:a,b,c,d,e', 'User = a, b, c and 2 more'],
  ['key:""', 'Key = Not reported'],
  ['state:failed,fell_back', 'State = Failed, Fell back'],
  ['state:changed_key', 'State = Changed key'],
  ['-stream:yes', 'Stream ≠ Yes'],
  ['duration:>=2s', 'Duration ≥ 2 s'],
  ['duration:<1.5ms', 'Duration < 1.5 ms'],
  ['first_chunk:<=90min', 'First chunk ≤ 5,400 s'],
  ['-cost:>0.1', 'Not: Cost > $0.1000'],
  ['tokens:>1k', 'Tokens > 1,000'],
  ['user:a\u202eb', 'User = a[U+202E]b'],
])('the condition %s reads "%s"', (text, label) => {
  expect(filterOfText(text).filter.conditions.map(conditionLabel)).toEqual([label]);
});

test('words and phrases of a search read as they were written, with their sign', () => {
  expect(filterOfText('gpt -"a b"').filter.terms.map(termLabel)).toEqual(['“gpt”', '-“a b”']);
});
