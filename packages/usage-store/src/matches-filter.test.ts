import { recordOfValues, sampleValues, type UsageRecord } from '@tokentrail/records';
import { matcherOf } from './matches-filter.ts';
import type { FilterCondition } from './record-filter.ts';
import { StoreError } from './store-error.ts';

/** A failed call of the model `best` with status 429, the tags `cost_center=search` and `feature=…`, 1234.56789 ms. */
const RECORD = recordOfValues(sampleValues());
const NOTHING_REPORTED: UsageRecord = {
  ...RECORD,
  ...{
    state: 'success',
    statusCode: null,
    userId: null,
    tags: {},
    inputTokens: null,
    outputTokens: null,
    durationMs: null,
  },
  cost: { ...RECORD.cost, charged: { nanoUsd: null, state: 'unknown_price' } },
};

const SEARCHES: [search: string, finds: boolean][] = [
  ['best', true],
  ['BEST openai team', true],
  ['best nothing', false],
  ['v1/path', true],
  ['path/v1', false],
  ['"post /v1/:path"', true],
  ['"/v1 :path"', false],
  ['-best', false],
  ['-nothing', true],
  ['429', true],
  ['error', true],
  ['state:failed,lost', true],
  ['state:success', false],
  ['state:retried', true],
  ['state:changed_key', true],
  ['-state:changed_key', false],
  ['model:GPT-4O', true],
  ['model:gpt', false],
  ['tag:cost_center=SEARCH', true],
  ['tag:cost_center', false],
  ['endpoint:"post /v1/:path"', true],
  ['endpoint:/v1/:path', true],
  ['endpoint:"get /v1/:path"', false],
  ['cost:0.021900001', true],
  ['cost:>0.021900001', false],
  ['tokens:1234', true],
  ['duration:>=1234.56789ms duration:<1234.567891ms', true],
  ['first_chunk:<=250ms', true],
  ['req-1', true],
  ['req', false],
  ['request:REQ-1', false],
  ['status:4xx -status:404', true],
  ['stream:yes', true],
];

test.each(SEARCHES)('of the sample record, the search %j finds it: %j', (search, finds) => {
  expect(matcherOf({ search })(RECORD)).toBe(finds);
});

const UNKNOWN: [condition: FilterCondition, selected: boolean][] = [
  [{ field: 'cost', comparison: '>=', value: '0' }, false],
  [{ field: 'cost', comparison: '>=', value: '0', exclude: true }, true],
  [{ field: 'tokens', comparison: '<', value: '10' }, false],
  [{ field: 'duration', comparison: '=', value: '0' }, false],
  [{ field: 'user', values: ['u-1'], exclude: true }, true],
  [{ field: 'user', values: [''] }, true],
  [{ field: 'tag', values: [''] }, true],
  [{ field: 'status', values: ['2xx'] }, false],
  [{ field: 'state', values: ['success'] }, true],
];

test.each(UNKNOWN)('of a record without values, the condition %j selects it: %j', (condition, selected) => {
  expect(matcherOf({ conditions: [condition] })(NOTHING_REPORTED)).toBe(selected);
});

test('an exact condition compares case, a folded one does not', () => {
  const condition = (folded: boolean): FilterCondition => ({ field: 'provider', values: ['OpenAI'], folded });
  expect(matcherOf({ conditions: [condition(false)] })(RECORD)).toBe(false);
  expect(matcherOf({ conditions: [condition(true)] })(RECORD)).toBe(true);
});

test('types and conditions are ANDed, values ORed', () => {
  const conditions: FilterCondition[] = [{ field: 'provider', values: ['none', 'openai'] }];
  expect(matcherOf({ recordTypes: ['usage', 'request'], conditions })(RECORD)).toBe(true);
  expect(matcherOf({ recordTypes: ['request'], conditions })(RECORD)).toBe(false);
});

test('a search that cannot be read is an error that names the part', () => {
  expect(() => matcherOf({ search: 'gpt status:abc' })).toThrow(StoreError);
  expect(() => matcherOf({ search: 'gpt status:abc' })).toThrow(/^status:abc: Write a status such as/);
});
