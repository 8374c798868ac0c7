import { row, type Dashboard } from './dashboard.ts';
import { figures, lines, stackedBars, STATE_COLOURS, usageLog } from './panels.ts';
import { atEnd, inRange, overTime, OWN, perStep, PROMETHEUS } from './prometheus-queries.ts';
import { records, series, totals, USAGE } from './usage-queries.ts';

export const OVERVIEW: Dashboard = {
  uid: 'tokentrail-overview',
  title: 'LLM overview',
  description: 'What the LLM calls were, cost and took. Exact figures of the usage log, unless a panel says otherwise.',
  from: 'now-24h',
  variables: ['model', 'group', 'service', 'environment'],
  rows: [
    row(
      4,
      figures(
        USAGE,
        {
          title: 'Calls and cost',
          description:
            'Calls that ended. Cost: what callers are billed, as far as it is known. Error rate: failed calls of all calls.',
        },
        [totals('A', { figures: ['cost', 'calls', 'error_rate'] })],
      ),
      figures(
        USAGE,
        {
          title: 'Tokens and duration',
          description:
            'Cached input: share of the input tokens that were read from a cache. 95 % of the calls took at most p95.',
        },
        [totals('A', { figures: ['tokens', 'cached_share', 'duration_p95'] })],
      ),
    ),
    row(
      8,
      stackedBars(USAGE, {
        title: 'Calls',
        description: 'Calls by how they ended.',
        unit: 'short',
        targets: [series('A', { figures: ['succeeded', 'cancelled', 'failed'] })],
        overrides: STATE_COLOURS,
      }),
      stackedBars(USAGE, {
        title: 'Cost by model',
        description: 'What callers are billed, by requested model. Calls with an unknown cost are not part of it.',
        unit: 'currencyUSD',
        targets: [series('A', { figures: ['cost'], by: 'request_model', top: 8 })],
      }),
      lines(USAGE, {
        title: 'Duration',
        description: 'Half of the calls take at most p50, 95 % of them at most p95.',
        unit: 'ms',
        targets: [series('A', { figures: ['duration_p50', 'duration_p95'] })],
      }),
    ),
    row(
      8,
      stackedBars(USAGE, {
        title: 'Tokens',
        description: 'Input and output tokens that the providers reported.',
        unit: 'short',
        targets: [series('A', { figures: ['input_tokens', 'output_tokens'] })],
      }),
      stackedBars(PROMETHEUS, {
        title: 'Calls by service',
        description: 'From the metrics: nearly exact, and there before the records. The environment does not apply.',
        unit: 'short',
        targets: [overTime('A', perStep(`tokentrail_calls_total{${OWN}}`, ['service_name']), '{{service_name}}')],
      }),
      figures(
        PROMETHEUS,
        {
          title: 'Delivery of records',
          description:
            'Spans of records that the collector accepted, that waited on a disk because it could not be reached, and that were lost. Of all services, from the metrics.',
        },
        [
          atEnd('A', `${inRange('tokentrail_records_sent_total')} or vector(0)`, 'Sent'),
          atEnd('B', `${inRange('tokentrail_records_spooled_total')} or vector(0)`, 'Spooled'),
          atEnd('C', `${inRange('tokentrail_records_dropped_total')} or vector(0)`, 'Lost'),
        ],
      ),
    ),
    row(
      14,
      usageLog({ title: 'Newest calls', description: 'A click opens the request.' }, [records('A', 100, 'type:usage')]),
    ),
  ],
};
