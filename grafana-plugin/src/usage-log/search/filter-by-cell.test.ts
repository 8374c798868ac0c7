import { filterOfText, textOf } from '../../filters/filters.ts';
import { withCellFilter } from './filter-by-cell.ts';

const CASES: [before: string, added: string, after: string][] = [
  ['', 'model:a', 'model:a'],
  ['model:a,b', 'model:a', 'model:a'],
  ['user:u', 'model:a', 'model:a user:u'],
  ['status:4xx,500', 'status:404', 'status:404'],
  ['state:failed', 'state:retried', 'state:failed state:retried'],
  ['tag:a=1', 'tag:b=2', 'tag:a=1 tag:b=2'],
  ['-model:a', '-model:b', '-model:a,b'],
  ['tokens:>=10', 'tokens:>=20', 'tokens:>=20'],
  ['tokens:<=10', 'tokens:<=5', 'tokens:<=5'],
  ['tokens:>=10', 'tokens:<=20', 'tokens:>=10 tokens:<=20'],
  ['-model:a', 'model:b', 'model:b -model:a'],
];

test.each(CASES)('with the filter %j, a cell that adds %j leaves %j', (before, added, after) => {
  const [condition] = filterOfText(added).filter.conditions;
  const conditions = condition ? withCellFilter(filterOfText(before).filter.conditions, condition) : [];
  expect(textOf({ conditions, terms: [] })).toBe(after);
});
