import { gained } from '@tokentrail/usage-store';
import { sumBy } from './promql.ts';
import type { AlertRule } from './rule.ts';
import type { Thresholds } from './thresholds.ts';

const DAY_SECONDS = 86_400;
const CHARGED = 'tokentrail_cost_charged_total';
const UNKNOWN = 'tokentrail_cost_unknown_total';
const CALLS = 'tokentrail_calls_total';
const BY_MODEL = ['service_name', 'model'];

export function costRules(thresholds: Thresholds): AlertRule[] {
  return [
    {
      ...costOfDay(thresholds, []),
      uid: 'tokentrail-cost-of-day',
      title: 'Cost of the day is unusual',
      summary: 'The last 24 hours cost {{ printf "%.2f" $values.A.Value }} USD more than usual.',
      rows: { seconds: DAY_SECONDS, filter: { sort: { value: 'cost' } } },
    },
    {
      ...costOfDay(thresholds, ['service_name']),
      uid: 'tokentrail-cost-of-day-by-service',
      title: 'Cost of a service is unusual',
      summary:
        'The last 24 hours of service {{ index $labels "service_name" }} cost {{ printf "%.2f" $values.A.Value }} USD more than usual.',
      rows: { seconds: DAY_SECONDS, filter: { service: { label: 'service_name' }, sort: { value: 'cost' } } },
    },
    costOfCall(thresholds),
    unknownPrice(),
  ];
}

type Rest = Omit<AlertRule, 'uid' | 'title' | 'summary' | 'rows'>;

/**
 * The value is what the last 24 hours cost above the bound. Without data from before the days that are compared there is no
 * value, so the rule is silent in its first weeks. Days without a call do not count as days of cost 0.
 */
function costOfDay({ costOfDay: { deviations, days, leastUsd } }: Thresholds, by: readonly string[]): Rest {
  const today = sumBy(by, gained(CHARGED, '1d'));
  const before = `(${today})[${days}d:1d] offset 1d`;
  const match = by.length === 0 ? 'on()' : `on(${by.join(', ')})`;
  return {
    runbook:
      'Open the rows, which are sorted by cost. One expensive call: see its tokens and its model. Many calls: group by session or user. A higher price: compare the price version of today and of yesterday.',
    severity: 'warning',
    expression: `
      ${today} - (avg_over_time(${before}) + ${deviations} * stddev_over_time(${before}))
      and ${match} (${today} >= ${leastUsd})
      and ${match} (count_over_time((${sumBy(by, CHARGED)})[1d:1h] offset ${days}d) > 0)`,
    above: 0,
    pending: '0s',
  };
}

function costOfCall({ costOfCall: { timesUsual, leastCalls } }: Thresholds): AlertRule {
  const calls = (window: string) => sumBy(BY_MODEL, gained(`${CALLS}{state="success"}`, window));
  const cost = (window: string) => sumBy(BY_MODEL, gained(`${CHARGED}{state="success"}`, window));
  return {
    uid: 'tokentrail-cost-of-call',
    title: 'Calls of a model cost more than usual',
    summary:
      'A call of {{ index $labels "model" }} by {{ index $labels "service_name" }} costs {{ printf "%.1f" $values.A.Value }} times as much as in the last 7 days.',
    runbook:
      'Compare a call of today with one of last week: input tokens (a longer prompt, a cache that is not hit), output tokens, service tier, served model, price version.',
    severity: 'warning',
    expression: `
      (${cost('6h')} / ${calls('6h')}) / (${cost('7d')} / ${calls('7d')})
      and (${calls('6h')} >= ${leastCalls})`,
    above: timesUsual,
    pending: '15m',
    rows: {
      seconds: DAY_SECONDS / 4,
      filter: { service: { label: 'service_name' }, model: { label: 'model' }, sort: { value: 'cost' } },
    },
  };
}

function unknownPrice(): AlertRule {
  return {
    uid: 'tokentrail-unknown-price',
    title: 'Calls have an unknown cost',
    summary:
      '{{ printf "%.0f" $values.A.Value }} calls of {{ index $labels "model" }} by {{ index $labels "service_name" }} have an unknown cost. All totals are too low by them.',
    runbook:
      'Open a row: it says whether the price or the usage is unknown. Unknown price: add the model to the price file (TOKENTRAIL_PRICES), then run tokentrail audit with --reprice. Unknown usage: for streams of openai set TOKENTRAIL_INJECT_STREAM_USAGE.',
    severity: 'warning',
    expression: sumBy(BY_MODEL, gained(`${UNKNOWN}{state="success"}`, '1h')),
    above: 0,
    pending: '0s',
    rows: { seconds: 3600, filter: { service: { label: 'service_name' }, model: { label: 'model' } } },
  };
}
