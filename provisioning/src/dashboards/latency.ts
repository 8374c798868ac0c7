import { row, type Dashboard } from './dashboard.ts';
import { figures, lines, requestTrace, stackedBars, table, usageLog } from './panels.ts';
import { DURATION, overTime, PROMETHEUS, quantileOverTime } from './prometheus-queries.ts';
import { records, series, totals, USAGE } from './usage-queries.ts';

const NEARLY = 'From the metrics: nearly exact. Group and environment do not apply.';

/** Classes of durations: name and search. */
const DURATIONS = [
  ['< 1 s', 'duration:<1s'],
  ['1–5 s', 'duration:>=1s duration:<5s'],
  ['5–20 s', 'duration:>=5s duration:<20s'],
  ['≥ 20 s', 'duration:>=20s'],
] as const;

export const LATENCY: Dashboard = {
  uid: 'tokentrail-latency',
  title: 'LLM latency',
  description: 'How long calls take, and how long until their stream begins. Percentiles of calls that ended.',
  from: 'now-24h',
  variables: ['model', 'group', 'service', 'environment'],
  rows: [
    row(
      4,
      figures(USAGE, { title: 'All durations', description: 'Half of the calls took at most p50, 95 % at most p95.' }, [
        totals('A', { figures: ['duration_p50', 'duration_p95', 'duration_p99'] }),
      ]),
      figures(USAGE, { title: 'All first chunks', description: 'Time until a stream begins, of calls that stream.' }, [
        totals('A', { figures: ['first_chunk_p50', 'first_chunk_p95'] }),
      ]),
    ),
    row(
      8,
      lines(USAGE, {
        title: 'Duration',
        description: 'From the start of a call to the end of its response.',
        unit: 'ms',
        targets: [series('A', { figures: ['duration_p50', 'duration_p95'] })],
      }),
      lines(USAGE, {
        title: 'First chunk',
        description: 'Time until a stream begins, of calls that stream.',
        unit: 'ms',
        targets: [series('A', { figures: ['first_chunk_p50', 'first_chunk_p95'] })],
      }),
    ),
    row(
      8,
      lines(USAGE, {
        title: 'Duration p95 by model',
        description: 'The requested models with most calls.',
        unit: 'ms',
        targets: [series('A', { figures: ['duration_p95'], by: 'request_model', top: 8 })],
      }),
      stackedBars(USAGE, {
        title: 'Calls by duration',
        description: 'Calls by how long they took.',
        unit: 'short',
        targets: DURATIONS.map(([legend, search], index) =>
          series('ABCD'.charAt(index), { search, figures: ['calls'], legend }),
        ),
      }),
      lines(PROMETHEUS, {
        title: 'Duration p95 by service',
        description: `From the histogram's buckets. ${NEARLY}`,
        unit: 's',
        targets: [overTime('A', quantileOverTime(0.95, DURATION, ['service_name']), '{{service_name}}')],
      }),
    ),
    row(
      9,
      table({ title: 'Models', description: 'By requested model, those with most calls first.' }, [
        totals('A', {
          figures: ['calls', 'duration_p50', 'duration_p95', 'duration_p99', 'first_chunk_p50', 'first_chunk_p95'],
          by: 'request_model',
          top: 50,
        }),
      ]),
    ),
    {
      height: 14,
      panels: [
        {
          share: 2,
          panel: usageLog(
            { title: 'Slowest calls', description: 'A click opens the request.' },
            [records('A', 50, 'type:usage', 'duration')],
            { columns: 'time,status,endpoint,model,caller,tokens,duration' },
          ),
        },
        {
          share: 1,
          panel: requestTrace(
            { title: 'Slowest request', description: 'Its attempts need the right to read traces.' },
            [records('A', 1, 'type:usage', 'duration')],
            { request: 'slowest', sections: { summary: true, attempts: true, content: false } },
          ),
        },
      ],
    },
  ],
};
