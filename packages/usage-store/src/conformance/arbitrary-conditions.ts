import { OUTCOMES } from '@tokentrail/records';
import fc from 'fast-check';
import { COMPARISONS, MARKS, type FilterCondition, type NumberField, type TextField } from '../record-filter.ts';
import { AWKWARD, ENDPOINTS, ERROR_CODES, MODELS } from './arbitrary-records.ts';

/** Values of text fields: those of random records, and some that no record has. */
const TEXTS: Readonly<Record<TextField, readonly string[]>> = {
  type: ['usage', 'request', 'login'],
  model: MODELS,
  request_model: MODELS,
  response_model: MODELS,
  key: ['team key', 'sk-...1234', ...AWKWARD],
  key_name: ['team key', 'sk-...1234', ...AWKWARD],
  group: ['search', 'Search', 'SEARCH'],
  user: ['u-1', 'Anna', ...AWKWARD],
  provider: ['openai', 'none'],
  call_type: ['chat', 'embeddings'],
  source: ['api_key', 'batch'],
  service: ['conformance', 'none'],
  environment: ['production', 'Test'],
  endpoint: [...ENDPOINTS, 'POST /agents/1/invoke', 'get /v1/error-reports'],
  tag: ['team=search', 'team=Search', 'cost=α b', 'a=b=c', 'COST=Α B'],
  agent: ['agent/1', 'AGENT/1'],
  error: ['429', 'timeout', ...ERROR_CODES],
  session: ['s-1', 'S-1'],
  conversation: ['c-1', 'c-2'],
  ip: ['192.0.2.1', '192.0.2.11'],
  request: ['req-1', 'REQ-1'],
  trace: ['none'],
  response: ['resp-1', 'none'],
};

const NUMBERS: Readonly<Record<NumberField, readonly string[]>> = {
  duration: ['0', '1400000', '2000000000'],
  first_chunk: ['0', '100000', '250000000'],
  cost: ['0', '1', '21900000', '9007199254740993'],
  tokens: ['0', '1', '1001', '5000'],
};

const someOf = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const exclude = fc.boolean();

/** For each field, conditions on it. */
export const CONDITIONS_BY_FIELD: ReadonlyMap<string, fc.Arbitrary<FilterCondition>> = new Map<
  string,
  fc.Arbitrary<FilterCondition>
>([
  ...(Object.entries(TEXTS) as [TextField, readonly string[]][]).map(
    ([field, values]) =>
      [
        field,
        fc.record({ field: fc.constant(field), values: someOf(['', ...values]), folded: fc.boolean(), exclude }),
      ] as const,
  ),
  ...(Object.entries(NUMBERS) as [NumberField, readonly string[]][]).map(
    ([field, values]) =>
      [
        field,
        fc.record({
          field: fc.constant(field),
          comparison: fc.constantFrom(...COMPARISONS),
          value: fc.constantFrom(...values),
          exclude,
        }),
      ] as const,
  ),
  [
    'state',
    fc.record({
      field: fc.constant('state' as const),
      values: fc.uniqueArray(fc.constantFrom(...OUTCOMES, ...MARKS), { minLength: 1, maxLength: 3 }),
      exclude,
    }),
  ],
  [
    'status',
    fc.record({
      field: fc.constant('status' as const),
      values: someOf(['2xx', '4xx', '5xx', '302', '429', '404']),
      exclude,
    }),
  ],
  ['stream', fc.record({ field: fc.constant('stream' as const), value: fc.boolean(), exclude })],
]);
