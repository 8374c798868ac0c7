import { matcherOf, printSearch } from '@tokentrail/usage-store';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { COLUMN_IDS } from '../../column-set.ts';
import { cellFilters } from './cell-filters.ts';

const RECORD = {
  ...EXAMPLE_RECORD,
  targetModel: 'gpt-4o-eu',
  responseModel: 'gpt-4o-2024-08-06',
  statusCode: 429,
  attemptsRetried: true,
  attemptsChangedKey: true,
  clientAddress: '192.0.2.1',
  sessionId: 'session 1',
  errorCode: 'rate_limit_exceeded',
  errorType: '429',
  errorMessage: 'The rate limit was reached.',
  tags: { team: 'search' },
};

/** Values of a cell, each with its filters as search texts. */
function cell(column: string, record = RECORD) {
  return cellFilters(column, record).map(({ shown, copied, filters }) => [
    shown,
    copied,
    ...filters.map(({ condition }) => printSearch({ terms: [], conditions: [condition] })),
  ]);
}

const one = (field: string, value: string, written = value) => [
  [value, value, `${field}:${written}`, `-${field}:${written}`],
];

const CELLS: [column: string, values: unknown[][]][] = [
  ['time', [['2025-11-22T14:12:10.412Z', '2025-11-22T14:12:10.412Z']]],
  [
    'status',
    [
      ['429', '429', 'status:429', '-status:429'],
      ['4xx', null, 'status:4xx', '-status:4xx'],
      ['failed', null, 'state:failed', '-state:failed'],
      ['retried', null, 'state:retried', '-state:retried'],
      ['changed_key', null, 'state:changed_key', '-state:changed_key'],
    ],
  ],
  [
    'endpoint',
    [
      ...one('endpoint', 'POST /v1/chat/completions', '"POST /v1/chat/completions"'),
      ...one('endpoint', '/v1/chat/completions'),
    ],
  ],
  ['model', ['gpt-4o', 'gpt-4o-eu', 'gpt-4o-2024-08-06'].flatMap((model) => one('model', model))],
  ['caller', [...one('key', 'checkout'), ...one('key', 'sk-***9f3a'), ...one('user', 'u_81')]],
  ['key', [...one('key', 'checkout'), ...one('key', 'sk-***9f3a')]],
  ['user', one('user', 'u_81')],
  ['group', one('group', 'default')],
  ['tags', one('tag', 'team=search')],
  ['tokens', [['12,738', '12738', 'tokens:>=12738', 'tokens:<=12738']]],
  ['total', [['12,738', '12738', 'tokens:>=12738', 'tokens:<=12738']]],
  [
    'duration',
    [
      ['2.41 s', '2410ms', 'duration:>=2410ms', 'duration:<=2410ms'],
      ['310 ms', '310ms', 'first_chunk:>=310ms', 'first_chunk:<=310ms'],
    ],
  ],
  ['cost', [['$0.0219', '$0.021904', 'cost:>=0.021904', 'cost:<=0.021904']]],
  [
    'error',
    [
      ...one('error', 'rate_limit_exceeded'),
      ...one('error', '429'),
      ['The rate limit was reached.', 'The rate limit was reached.'],
    ],
  ],
  ['type', one('type', 'usage')],
  ['source', one('source', 'api_key')],
  ['provider', one('provider', 'openai')],
  ['service', one('service', 'shop')],
  ['environment', one('environment', 'production')],
  ['call-type', one('call_type', 'chat')],
  ['ip', one('ip', '192.0.2.1')],
  ['agent', one('agent', 'OpenAI/JS 6.1.0', '"OpenAI/JS 6.1.0"')],
  ['session', one('session', 'session 1', '"session 1"')],
  ['conversation', one('conversation', 'conversation-1')],
  ['request-id', one('request', 'req_8f31')],
  ['trace-id', one('trace', RECORD.traceId)],
  ['response-id', one('response', 'chatcmpl-1')],
  ['method', [['POST', 'POST']]],
  ['finish-reason', [['stop', 'stop']]],
  ['format', [['openai.chat', 'openai.chat']]],
  ['list-cost', [['$0.02738', '$0.02738']]],
  ['tier', []],
];

test.each(CELLS)('a cell of the column %s filters and copies its values', (column, values) => {
  expect(cell(column)).toEqual(values);
});

test('the filter for a value selects the row, the filter without it does not', () => {
  for (const [column] of CELLS) {
    for (const { condition } of cellFilters(column, RECORD).flatMap(({ filters }) => filters)) {
      expect(matcherOf({ conditions: [condition] })(RECORD)).toBe(condition.exclude !== true);
    }
  }
});

test('a cell without a value selects the rows without one', () => {
  const record = { ...RECORD, userId: null, keyName: null, keyPreview: null };
  expect(cell('caller', record)).toEqual([
    [null, null, 'key:""', '-key:""'],
    [null, null, 'user:""', '-user:""'],
  ]);
  expect(cell('cost', { ...RECORD, cost: { ...RECORD.cost, charged: { nanoUsd: null, state: null } } })).toEqual([]);
});

test('the status of an event is its type', () => {
  expect(cell('status', { ...RECORD, recordType: 'topup' })).toEqual([['topup', 'topup', 'type:topup', '-type:topup']]);
});

/** Columns that show numbers of several fields, or words about a record. */
const WITHOUT_VALUE = ['cache', 'rate', 'quota', 'details'];

test('a cell of each other column has a value', () => {
  const record = {
    ...RECORD,
    usageUnread: ['movie_tokens'],
    servedServiceTier: 'flex',
    amountNanoUsd: '5',
    balanceAfterNanoUsd: '-1',
  };
  expect(COLUMN_IDS.filter((column) => cellFilters(column, record).length === 0)).toEqual(WITHOUT_VALUE);
});

test('names of people and teams are marked, so that a screen can hide them', () => {
  const personal = COLUMN_IDS.filter((column) => cellFilters(column, RECORD).some((value) => value.personal));
  expect(personal).toEqual(['caller', 'key', 'group', 'user', 'tags', 'ip', 'agent', 'session', 'conversation']);
});
