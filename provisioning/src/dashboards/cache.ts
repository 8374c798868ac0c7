import { row, type Dashboard } from './dashboard.ts';
import { figures, lines, stackedBars, table } from './panels.ts';
import { overTime, perStep, PROMETHEUS } from './prometheus-queries.ts';
import { series, totals, USAGE } from './usage-queries.ts';

/** These metrics have no group. */
const TOKENS = 'tokentrail_tokens_total{model=~"$model", service_name=~"$service"';

export const CACHE: Dashboard = {
  uid: 'tokentrail-cache',
  title: 'LLM prompt cache',
  description: 'How much of the input the providers read from their prompt caches, which costs less.',
  from: 'now-7d',
  variables: ['model', 'group', 'service', 'environment'],
  rows: [
    row(
      4,
      figures(
        USAGE,
        {
          title: 'Cached',
          description:
            'Cached input: share of the input tokens that were read from a cache. Cache hits: share of the calls that read from it at all.',
        },
        [totals('A', { figures: ['cached_share', 'cache_hit_rate'] })],
      ),
      figures(
        USAGE,
        {
          title: 'Tokens',
          description: 'Input tokens, those of them that were read from a cache, and those that were written to it.',
        },
        [totals('A', { figures: ['input_tokens', 'cache_read_tokens', 'cache_write_tokens'] })],
      ),
    ),
    row(
      9,
      lines(USAGE, {
        title: 'Cached input by model',
        description:
          'Share of the input tokens that were read from a cache, by requested model. A fall makes calls dearer.',
        unit: 'percentunit',
        targets: [series('A', { figures: ['cached_share'], by: 'request_model', top: 8 })],
      }),
      stackedBars(USAGE, {
        title: 'Cache tokens',
        description: 'Input tokens that were read from a cache, and written to it.',
        unit: 'short',
        targets: [series('A', { figures: ['cache_read_tokens', 'cache_write_tokens'] })],
      }),
    ),
    row(
      9,
      lines(PROMETHEUS, {
        title: 'Cached input by service',
        description: 'From the metrics: nearly exact. Group and environment do not apply.',
        unit: 'percentunit',
        targets: [
          overTime(
            'A',
            `${perStep(`${TOKENS}, type="cache_read"}`, ['service_name'])} / ${perStep(`${TOKENS}, type="input"}`, ['service_name'])}`,
            '{{service_name}}',
          ),
        ],
      }),
      lines(USAGE, {
        title: 'Cache hits by group',
        description: 'Share of the calls that read from a cache.',
        unit: 'percentunit',
        targets: [series('A', { figures: ['cache_hit_rate'], by: 'group', top: 8 })],
      }),
    ),
    row(
      9,
      table({ title: 'Models', description: 'By requested model, those with most tokens first.' }, [
        totals('A', {
          figures: [
            'input_tokens',
            'cache_read_tokens',
            'cache_write_tokens',
            'cached_share',
            'cache_hit_rate',
            'cost',
          ],
          by: 'request_model',
          top: 50,
        }),
      ]),
    ),
  ],
};
