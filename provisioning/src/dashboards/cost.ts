import { row, type Dashboard } from './dashboard.ts';
import { bars, figures, stackedBars, table } from './panels.ts';
import { atEnd, named, OWN, PROMETHEUS } from './prometheus-queries.ts';
import { series, totals, USAGE } from './usage-queries.ts';

const COST_COLUMNS = ['cost', 'calls', 'tokens'];

/** Month of the end of the range, as the metrics have it. */
const MONTH = '${__to:date:YYYYMM}';

export const COST: Dashboard = {
  uid: 'tokentrail-cost',
  title: 'LLM cost by team',
  description: 'What the calls of each group, key and model cost: what callers are billed, not the list price.',
  from: 'now-7d',
  variables: ['group', 'model', 'service', 'environment'],
  rows: [
    row(
      4,
      figures(
        USAGE,
        {
          title: 'Cost',
          description:
            'The sum of the known costs. Unknown costs: calls without a price or without usage, which the sum lacks.',
        },
        [totals('A', { figures: ['cost', 'unknown_costs', 'calls'] })],
      ),
      figures(USAGE, { title: 'Tokens', description: 'As the providers reported them.' }, [
        totals('A', { figures: ['input_tokens', 'output_tokens'] }),
      ]),
    ),
    {
      height: 9,
      panels: [
        {
          share: 2,
          panel: stackedBars(USAGE, {
            title: 'Cost by group',
            description: 'The groups with the highest cost. "Other" has the rest.',
            unit: 'currencyUSD',
            targets: [series('A', { figures: ['cost'], by: 'group', top: 8 })],
          }),
        },
        {
          share: 1,
          panel: bars(PROMETHEUS, {
            title: 'Month to date by group',
            description:
              'Cost of the calendar month in which the range ends, in UTC. From the metrics: nearly exact, as budget alerts count. The environment does not apply.',
            unit: 'currencyUSD',
            targets: [
              atEnd(
                'A',
                `sort_desc(${named('group', `sum by (group) (last_over_time(tokentrail_cost_charged_total{month="${MONTH}", ${OWN}}[31d]))`)})`,
                '{{group}}',
              ),
            ],
          }),
        },
      ],
    },
    row(
      9,
      table({ title: 'Groups', description: 'The groups with the highest cost.' }, [
        totals('A', { figures: COST_COLUMNS, by: 'group', top: 50 }),
      ]),
      table({ title: 'Keys', description: 'The API keys with the highest cost.' }, [
        totals('A', { figures: COST_COLUMNS, by: 'key', top: 50 }),
      ]),
    ),
    row(
      9,
      stackedBars(USAGE, {
        title: 'Cost by model',
        description: 'By requested model.',
        unit: 'currencyUSD',
        targets: [series('A', { figures: ['cost'], by: 'request_model', top: 8 })],
      }),
      stackedBars(USAGE, {
        title: 'Cost by service',
        description: 'By the service that made or received the call.',
        unit: 'currencyUSD',
        targets: [series('A', { figures: ['cost'], by: 'service', top: 8 })],
      }),
    ),
  ],
};
