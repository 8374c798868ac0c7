import type { ErrorOrigin } from '../vocabulary.ts';
import { UINT16, amount, flag, integer, other, text } from './field.ts';

const PARAMETERS = [
  'gen_ai.request.max_tokens',
  'gen_ai.request.temperature',
  'gen_ai.request.top_p',
  'gen_ai.request.choice.count',
  'gen_ai.request.seed',
  'gen_ai.request.frequency_penalty',
  'gen_ai.request.presence_penalty',
  'gen_ai.request.reasoning.level',
  'gen_ai.embeddings.dimension.count',
];

/** Error, attempts, amounts of a top-up, and everything that has no column of its own. */
export const OUTCOME = {
  errorType: text({
    column: 'error_type',
    attribute: 'errorType',
    sample: '429',
    shown: { name: 'error_type', label: 'Error type' },
  }),
  errorCode: text({
    column: 'error_code',
    attribute: 'errorCode',
    sample: 'rate_limit_exceeded',
    shown: { name: 'error_code', label: 'Error code' },
  }),
  errorMessage: text({
    column: 'error_message',
    attribute: 'errorMessage',
    sample: "The provider's rate limit was reached.",
    shown: { name: 'error', label: 'Error' },
  }),
  errorOrigin: text<ErrorOrigin>({
    column: 'error_origin',
    attribute: 'errorOrigin',
    sample: 'provider',
    shown: { name: 'error_origin', label: 'Error origin' },
    since: 5,
  }),
  attemptsCount: integer({
    column: 'attempts_count',
    type: UINT16,
    attribute: 'attemptsCount',
    bounds: ['0', 'max_attempts'],
    sample: 3,
    shown: { name: 'attempts_count', label: 'Attempts' },
  }),
  attemptsRetried: flag({
    column: 'attempts_retried',
    attribute: 'attemptsRetried',
    sample: true,
    shown: { name: 'attempts_retried', label: 'Retried' },
  }),
  attemptsFellBack: flag({
    column: 'attempts_fell_back',
    attribute: 'attemptsFellBack',
    sample: true,
    shown: { name: 'attempts_fell_back', label: 'Fell back' },
  }),
  amountNanoUsd: amount({
    column: 'amount_nano_usd',
    attribute: 'amountNanoUsd',
    bounds: ['-max_amount', 'max_amount'],
    sample: '5000000000',
  }),
  balanceAfterNanoUsd: amount({
    column: 'balance_after_nano_usd',
    attribute: 'balanceAfterNanoUsd',
    bounds: ['-max_amount', 'max_amount'],
    sample: '-1',
  }),
  requestParameters: other({
    column: 'request_parameters',
    type: 'Map(LowCardinality(String), String)',
    sql: `mapFilter((name, value) -> name IN (${PARAMETERS.map((name) => `'${name}'`).join(', ')}), SpanAttributes)`,
    description: 'request parameters, by attribute name',
  }),
  unreadable: other({
    column: 'unreadable',
    type: 'Array(LowCardinality(String))',
    description: 'columns whose value arrived but could not be read; they are NULL',
  }),
} as const;
