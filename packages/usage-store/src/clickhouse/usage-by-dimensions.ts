import type { RecordSelection } from '../record-selection.ts';
import { allOf, inRange } from './conditions.ts';
import { matches, quoted } from './filter-conditions.ts';
import { identifier } from './identifier.ts';
import { IS_ENDED_CALL } from './outcome.ts';
import type { Query } from './query.ts';
import { sumIf } from './sum.ts';

/** Columns by which ended calls are grouped; a NULL is a group of its own. */
const DIMENSIONS = {
  provider: 'ifNull(provider, server_address)',
  model: 'coalesce(response_model, target_model, request_model)',
  tier: 'served_service_tier',
  call_type: 'call_type',
  service: "nullIf(service_name, '')",
  environment: 'deployment_environment',
  group: '`group`',
  key_name: 'key_name',
  key_preview: 'key_preview',
  cost_state: 'cost_paid_state',
  has_cost: 'isNotNull(cost_paid)',
  has_tokens: 'isNotNull(input_tokens) OR isNotNull(output_tokens)',
} as const;

export type UsageDimension = keyof typeof DIMENSIONS;

/**
 * What the ended calls of a selection used and what is paid for them: one row for each combination of `UsageDimension` that occurs, in
 * their order. Sums are integers in decimal digits: `paid` and `list` in nano-USD (a call without a list cost counts there with what is
 * paid for it), tokens; `calls` is their number.
 */
export function usageByDimensionsQuery({ range, filter }: RecordSelection, database = 'tokentrail_ledger'): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  const names = Object.keys(DIMENSIONS).map((name) => quoted(`by_${name}`));
  const dimensions = Object.entries(DIMENSIONS).map(([name, value]) => `${value} AS ${quoted(`by_${name}`)}`);
  const sums = {
    paid: sumIf('cost_paid', 'isNotNull(cost_paid)'),
    list: sumIf('ifNull(cost_list, ifNull(cost_paid, 0))', '1'),
    input_tokens: sumIf('input_tokens', 'isNotNull(input_tokens)'),
    output_tokens: sumIf('output_tokens', 'isNotNull(output_tokens)'),
    cache_read_tokens: sumIf('cache_read_tokens', 'isNotNull(cache_read_tokens)'),
  };
  return {
    sql:
      `SELECT ${dimensions.join(', ')}, toString(count()) AS calls, ` +
      `${Object.entries(sums)
        .map(([name, sum]) => `toString(${sum}) AS sum_${name}`)
        .join(', ')} ` +
      `FROM ${identifier(database)}.usage_records FINAL WHERE ${IS_ENDED_CALL} AND ${sql} ` +
      `GROUP BY ${names.join(', ')} ORDER BY ${names.join(', ')}`,
    parameters,
  };
}
