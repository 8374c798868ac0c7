import { parseBudgetFile } from './budget-file.ts';

const entry = (lines: string) => `budgets:\n  - ${lines.replaceAll('\n', '\n    ')}\n`;
const problemsOf = (text: string) => {
  const file = parseBudgetFile(text);
  return 'problems' in file ? file.problems.map(({ line, message }) => `${line}: ${message}`) : [];
};

test('reads budgets of groups, keys and services', () => {
  const file = parseBudgetFile(`
budgets:
  - name: Search team
    group: search
    monthly_usd: 500
  - { name: Nightly, key: nightly, monthly_usd: "0.50", compared_with: paid }
  - { name: Shop, service: shop, monthly_usd: 0 }
`);
  expect(file).toEqual({
    budgets: [
      { name: 'Search team', field: 'group', value: 'search', monthlyNanoUsd: '500000000000', comparedWith: 'charged' },
      { name: 'Nightly', field: 'key', value: 'nightly', monthlyNanoUsd: '500000000', comparedWith: 'paid' },
      { name: 'Shop', field: 'service', value: 'shop', monthlyNanoUsd: '0', comparedWith: 'charged' },
    ],
  });
});

test.each([
  ['123456789.123456789', '123456789123456789'],
  ['0.1', '100000000'],
  ['"0.000000001"', '1'],
])('reads the amount %s exactly', (usd, monthlyNanoUsd) => {
  expect(parseBudgetFile(entry(`name: a\ngroup: b\nmonthly_usd: ${usd}`))).toMatchObject({
    budgets: [{ monthlyNanoUsd }],
  });
});

test('reads a name that looks like a number or a date as it is written', () => {
  expect(parseBudgetFile(entry('name: 2026\ngroup: 007\nmonthly_usd: 1'))).toMatchObject({
    budgets: [{ name: '2026', value: '007' }],
  });
});

test('an empty list has no budgets', () => {
  expect(parseBudgetFile('budgets: []')).toEqual({ budgets: [] });
});

test.each([
  ['', '1: the file has no list of budgets'],
  ['teams: []', '1: the file has no list of budgets'],
  ['budgets: []\nzone: CET', '1: the file has no list of budgets'],
  ['budgets:\n  - search', '2: a budget is a map'],
  ['budgets: [', '1: '],
  ['budgets:\n  -', '2: a budget is a map'],
  [entry('name: a\nmonthly_usd: 1'), '2: a budget is for one group, key or service'],
  [entry('name: a\ngroup: b\nkey: c\nmonthly_usd: 1'), '2: a budget is for one group, key or service'],
  [entry('group: b\nmonthly_usd: 1'), '2: name must be one line'],
  [entry('name: "a\\nb"\ngroup: b\nmonthly_usd: 1'), '2: name must be one line'],
  [entry('name: "\\ud800"\ngroup: b\nmonthly_usd: 1'), '2: name must be one line'],
  [entry('name: a\ngroup: [b, c]\nmonthly_usd: 1'), '2: group must be one line'],
  [entry('name: a\ngroup: b'), '2: monthly_usd is missing'],
  [entry('name: a\ngroup: b\nmonthly_usd: 1e3'), '4: monthly_usd "1e3" is no amount'],
  [entry('name: a\ngroup: b\nmonthly_usd: -5'), '4: monthly_usd "-5" is no amount'],
  [entry('name: a\ngroup: b\nmonthly_usd: $5'), '4: monthly_usd "$5" is no amount'],
  [entry('name: a\ngroup: b\nmonthly_usd: 0.0000000001'), '4: monthly_usd "0.0000000001" is no amount'],
  [entry('name: a\ngroup: b\nmonthly_usd: 1\ncompared_with: list'), '5: compared_with must be charged or paid'],
  [entry('name: a\ngroup: b\nmonthly_usd: 1\nzone: CET'), '5: zone is no key of a budget'],
  ['x'.repeat(300_000), '1: the file is longer than'],
])('the file %j is refused with its line', (text, problem) => {
  expect(problemsOf(text)[0]?.slice(0, problem.length)).toBe(problem);
});

test('names each mistake of a file, also a name that is used twice', () => {
  const text = `budgets:
  - { name: a, group: b, monthly_usd: 1 }
  - { name: a, group: c, monthly_usd: 2 }
`;
  expect(problemsOf(text)).toEqual(['3: there is another budget with the name a: give each its own']);
  const wrong = text.replaceAll('monthly_usd: ', 'monthly_usd: x');
  expect(problemsOf(wrong)).toHaveLength(2);
});
