import { gained } from '@tokentrail/usage-store';
import { sumBy } from './promql.ts';
import { RECORDED_COSTS } from './recording-rules.ts';
import type { AlertRule } from './rule.ts';
import type { Thresholds } from './thresholds.ts';

const DAY_SECONDS = 86_400;
const { counter: CHARGED, record: RECORDED } = RECORDED_COSTS.charged;
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
    costOfCallByService(thresholds),
    unknownPrice(),
    notRecorded(),
  ];
}

type Rest = Omit<AlertRule, 'uid' | 'title' | 'summary' | 'rows'>;

/**
 * The value is what the last 24 hours cost above the bound. Without data from before the days that are compared there is no
 * value, so the rule is silent in its first weeks. Days without a call do not count as days of cost 0. It reads the recorded copies of
 * the counters, because two weeks of samples are too many.
 */
function costOfDay({ costOfDay: { deviations, days, leastUsd } }: Thresholds, by: readonly string[]): Rest {
  const today = sumBy(by, gained(RECORDED, '1d'));
  const before = `(${today})[${days}d:1d] offset 1d`;
  const match = by.length === 0 ? 'on()' : `on(${by.join(', ')})`;
  return {
    rarely: true,
    runbook:
      'Open the rows, which are sorted by cost. One expensive call: see its tokens and its model. Many calls: group by session or user. A higher price: compare the price version of today and of yesterday.',
    severity: 'warning',
    expression: `
      ${today} - (avg_over_time(${before}) + ${deviations} * stddev_over_time(${before}))
      and ${match} (${today} >= ${leastUsd})
      and ${match} (count_over_time((${sumBy(by, RECORDED)})[1d:1h] offset ${days}d) > 0)`,
    above: 0,
    pending: '0s',
  };
}

/** What a call costs in 6 hours, as a multiple of what it costs in 7 days. */
function timesUsualCost(by: readonly string[], leastCalls: number): string {
  const calls = (window: string) => sumBy(by, gained(`${CALLS}{state="success"}`, window));
  const cost = (window: string) => sumBy(by, gained(`${CHARGED}{state="success"}`, window));
  return `
    (${cost('6h')} / ${calls('6h')}) / (${cost('7d')} / ${calls('7d')})
    and (${calls('6h')} >= ${leastCalls})`;
}

function costOfCall({ costOfCall: { timesUsual, leastCalls } }: Thresholds): AlertRule {
  return {
    uid: 'tokentrail-cost-of-call',
    rarely: true,
    title: 'Calls of a model cost more than usual',
    summary:
      'A call of {{ index $labels "model" }} by {{ index $labels "service_name" }} costs {{ printf "%.1f" $values.A.Value }} times as much as in the last 7 days.',
    runbook:
      'Compare a call of today with one of last week: input tokens (a longer prompt, a cache that is not hit), output tokens, service tier, served model, price version.',
    severity: 'warning',
    expression: timesUsualCost(BY_MODEL, leastCalls),
    above: timesUsual,
    pending: '15m',
    rows: {
      seconds: DAY_SECONDS / 4,
      filter: { service: { label: 'service_name' }, model: { label: 'model' }, sort: { value: 'cost' } },
    },
  };
}

/** Also finds a service that calls a more expensive model than before. */
function costOfCallByService(thresholds: Thresholds): AlertRule {
  const { leastCalls } = thresholds.costOfCall;
  return {
    ...costOfCall(thresholds),
    uid: 'tokentrail-cost-of-call-by-service',
    title: 'Calls of a service cost more than usual',
    summary:
      'A call of service {{ index $labels "service_name" }} costs {{ printf "%.1f" $values.A.Value }} times as much as in the last 7 days.',
    runbook:
      'Open the stats page for the service, split by model, and compare with last week: another model, longer prompts or outputs, a cache that is not hit, a higher price.',
    expression: timesUsualCost(['service_name'], leastCalls),
    rows: {
      seconds: DAY_SECONDS / 4,
      filter: { service: { label: 'service_name' }, sort: { value: 'cost' } },
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

/** Without the recording rules, a day and a month seem to cost nothing. */
function notRecorded(): AlertRule {
  return {
    uid: 'tokentrail-costs-not-recorded',
    title: 'Costs are not recorded',
    summary: 'Prometheus does not record the costs, so no alert on the cost of a day or on a budget can fire.',
    runbook:
      'Load the recording rules into Prometheus: provisioning/prometheus-rules.yml in rule_files (docs/alerts.md). If they are loaded, see on its page Rules why they fail.',
    severity: 'critical',
    expression: `count(${CHARGED}) unless on () count(last_over_time(${RECORDED}[2h]))`,
    above: 0,
    // A Prometheus that has just started records within half an hour.
    pending: '1h',
    rows: null,
  };
}
