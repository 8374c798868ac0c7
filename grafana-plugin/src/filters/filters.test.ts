import { NUMBER_FIELDS, TEXT_FIELDS, type FilterCondition } from '@tokentrail/usage-store';
import fc from 'fast-check';
import { DEFAULT_STATE, parseUsageLog, writeUsageLog } from '../links.ts';
import {
  FILTER_FIELDS,
  filterOf,
  filterOfText,
  isSameFilter,
  narrowedBy,
  recordFilterOf,
  stateOf,
  textOf,
  valuesOf,
  withCondition,
  without,
  withValue,
} from './filters.ts';

const stateOfText = (text: string) => stateOf(filterOfText(text).filter);
const conditionsOf = (text: string) => stateOfText(text).conditions;
const textOfConditions = (conditions: readonly FilterCondition[]) => textOf({ conditions, terms: [] });

test('search text, state and URL are forms of one filter', () => {
  const state = stateOfText('-user:"a b" gpt duration:>2s model:a,b "POST /v1"');
  expect(state.q).toBe('gpt "POST /v1"');
  const text = 'gpt "POST /v1" model:a,b -user:"a b" duration:>2000ms';
  expect(textOf(filterOf(state))).toBe(text);
  const search = writeUsageLog({ ...DEFAULT_STATE, ...state });
  expect([...search]).toEqual([
    ['model', 'a'],
    ['model', 'b'],
    ['-user', 'a b'],
    ['duration', '>2000ms'],
    ['q', 'gpt "POST /v1"'],
  ]);
  expect(parseUsageLog(search).state).toMatchObject(state);
});

test('two conditions on one field are not merged, because both must be met', () => {
  const state = stateOfText('tag:a=1 tag:b=2 tag:c=3,d=4 -tag:e=5 -tag:f=6');
  expect(state.conditions).toHaveLength(4);
  const search = writeUsageLog({ ...DEFAULT_STATE, ...state });
  expect(search.toString()).toBe('tag=a%3D1&-tag=e%3D5&-tag=f%3D6&q=tag%3Ab%3D2+tag%3Ac%3D3%2Cd%3D4');
  expect(parseUsageLog(search).state.conditions).toEqual(state.conditions);
});

const values = fc.array(
  fc.oneof(
    fc.constantFrom('', '"', '""', '"x"', 'a,b', '-a', ' a ', '\\', '>1', 'error', 'a:b', 'İ', '\t'),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll(/\p{Cc}/gu, '')),
  ),
  { minLength: 1, maxLength: 4 },
);
const exclude = fc.constantFrom({}, { exclude: true });
const condition: fc.Arbitrary<FilterCondition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('model', 'user', 'tag', 'request', 'ip', 'endpoint'), values, exclude)
    .map(([field, values, excluded]) => ({ field, values, ...excluded }) as FilterCondition),
  fc
    .tuple(fc.subarray(['failed', 'retried', 'lost'], { minLength: 1 }), exclude)
    .map(([values, excluded]) => ({ field: 'state', values, ...excluded }) as FilterCondition),
  fc
    .tuple(fc.constantFrom('duration', 'cost', 'tokens'), fc.constantFrom('>', '<=', '='), fc.nat(), exclude)
    .map(
      ([field, comparison, value, excluded]) =>
        ({ field, comparison, value: String(value), ...excluded }) as FilterCondition,
    ),
  fc
    .tuple(fc.boolean(), exclude)
    .map(([value, excluded]) => ({ field: 'stream', value, ...excluded }) as FilterCondition),
);
const words = fc.constantFrom('', 'gpt', '"a b" -c', 'agents/invoke', '"error"', 'http://x');

test('every filter keeps its meaning in the URL and as text', () => {
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 6 }), words, (conditions, q) => {
      const state = stateOf({ conditions, terms: filterOfText(q).filter.terms });
      const read = parseUsageLog(new URLSearchParams(writeUsageLog({ ...DEFAULT_STATE, ...state }).toString()));
      expect(read.problems).toEqual([]);
      expect(read.state).toEqual({ ...DEFAULT_STATE, ...state });
      expect(stateOfText(textOf(filterOf(state)))).toEqual(state);
    }),
  );
});

test('conditions have one order, whichever was added first', () => {
  expect(textOfConditions(conditionsOf('cost:>1 -model:b user:u model:a -model:c,b'))).toBe(
    'model:a -model:b,c user:u cost:>1',
  );
  expect(
    isSameFilter({ conditions: [...conditionsOf('user:u model:a')].reverse(), q: '' }, stateOfText('model:a user:u')),
  ).toBe(true);
  expect(isSameFilter(stateOfText('model:a'), stateOfText('-model:a'))).toBe(false);
});

describe('a value of a field', () => {
  const before = conditionsOf('model:a,b -model:c user:u');

  test.each([
    ['d', 'include', 'model:a,b,d -model:c user:u'],
    ['d', 'exclude', 'model:a,b -model:c,d user:u'],
    ['a', 'exclude', 'model:b -model:c,a user:u'],
    ['c', 'include', 'model:a,b,c user:u'],
    ['a', null, 'model:b -model:c user:u'],
    ['c', null, 'model:a,b user:u'],
    ['', 'include', 'model:a,b,"" -model:c user:u'],
  ] as const)('%j is set to %s', (value, use, text) => {
    expect(textOfConditions(withValue(before, 'model', value, use))).toBe(text);
  });

  test('is listed with those of its field', () => {
    expect(valuesOf(before, 'model')).toEqual({ included: ['a', 'b'], excluded: ['c'] });
    expect(valuesOf(before, 'key')).toEqual({ included: [], excluded: [] });
  });

  test('leaves a further condition on the field as it is', () => {
    expect(textOfConditions(withValue(conditionsOf('tag:a tag:b'), 'tag', 'c', 'include'))).toBe('tag:a,c tag:b');
  });
});

test('a condition is added to the values of its field, or to the comparisons', () => {
  const before = conditionsOf('model:a cost:>1');
  const added = conditionsOf('model:b -model:c cost:<2').reduce(withCondition, before);
  expect(textOfConditions(added)).toBe('model:a,b -model:c cost:>1 cost:<2');
});

test('a condition is removed by its content', () => {
  const [, cost] = conditionsOf('model:a cost:>1');
  expect(textOfConditions(without(conditionsOf('model:a cost:>1 cost:<2'), { ...cost! }))).toBe('model:a cost:<2');
});

test('the store reads conditions and words', () => {
  expect(recordFilterOf(stateOfText('gpt stream:no'))).toEqual({
    conditions: [{ field: 'stream', value: false }],
    search: 'gpt',
  });
  expect(recordFilterOf(stateOfText(''))).toEqual({});
});

test('every field of a search is a filter', () => {
  const fields = [...Object.keys(TEXT_FIELDS), ...NUMBER_FIELDS, 'state', 'status', 'stream'];
  expect([...FILTER_FIELDS].sort()).toEqual(fields.sort());
});

describe('narrowing a filter', () => {
  const models = { field: 'model', values: ['a', 'b'], folded: true } as const;

  test('keeps what the filter selects: both conditions apply', () => {
    const narrowed = narrowedBy([models], [{ field: 'state', values: ['failed'] }]);
    expect(narrowed).toEqual([models, { field: 'state', values: ['failed'] }]);
    expect(narrowedBy([models], [{ field: 'model', values: ['c'] }])).toHaveLength(2);
  });

  test('to one of the values of a condition leaves that value', () => {
    expect(narrowedBy([models], [{ field: 'model', values: ['b'] }])).toEqual([{ ...models, values: ['b'] }]);
  });

  test('keeps a condition that excludes', () => {
    const not = { ...models, exclude: true };
    expect(narrowedBy([not], [{ field: 'model', values: ['a'] }])).toHaveLength(2);
  });
});
