import { PARAMETER_ATTRIBUTES } from '../parameter-attributes.ts';
import type { ErrorOrigin } from '../vocabulary.ts';
import { UINT16, amount, detail, flag, integer, map, text, texts } from './field.ts';

const PARAMETER_NAMES = Object.values(PARAMETER_ATTRIBUTES)
  .map(({ name }) => `'${name}'`)
  .join(', ');

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
  attemptsChangedKey: flag({
    column: 'attempts_changed_key',
    attribute: 'attemptsChangedKey',
    sample: true,
    shown: { name: 'attempts_changed_key', label: 'Changed key' },
    since: 9,
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
  requestParameters: detail(
    map({
      column: 'request_parameters',
      sql: `mapFilter((name, value) -> name IN (${PARAMETER_NAMES}), SpanAttributes)`,
      description: 'request parameters, by attribute name',
      sample: { 'gen_ai.request.max_tokens': '256', 'gen_ai.request.temperature': '0.7' },
    }),
  ),
  unreadable: detail(
    texts({
      column: 'unreadable',
      type: 'Array(LowCardinality(String))',
      description:
        'columns whose value arrived but could not be read; they are NULL, or an implausible start is replaced',
      sample: [],
    }),
  ),
} as const;
