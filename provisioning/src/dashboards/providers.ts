import { row, type Dashboard } from './dashboard.ts';
import { bars, figures, lines, stackedBars, STATE_COLOURS, table, usageLog } from './panels.ts';
import {
  atEnd,
  CONVENTIONS,
  DURATION,
  FIRST_CHUNK,
  inRange,
  named,
  overTime,
  OWN,
  perStep,
  PROMETHEUS,
  quantileOverTime,
} from './prometheus-queries.ts';
import { records, series, totals, USAGE } from './usage-queries.ts';

const ATTEMPTS = `tokentrail_attempts_total{${OWN}, provider=~"$provider"}`;
const FAILED_ATTEMPTS = `tokentrail_attempts_total{${OWN}, provider=~"$provider", state="failed"}`;
/** 0 for a provider without a failed attempt, which has no series of them. */
const FAILED_SHARE = `(${inRange(FAILED_ATTEMPTS, ['provider'])} or ${inRange(ATTEMPTS, ['provider'])} * 0) / ${inRange(ATTEMPTS, ['provider'])}`;
const OF_PROVIDER = 'provider:$provider';
const NEARLY = 'From the metrics: nearly exact. The environment does not apply.';

export const PROVIDERS: Dashboard = {
  uid: 'tokentrail-providers',
  title: 'LLM provider health',
  description:
    'Whether providers respond. Callers see calls; attempts show what failed before another attempt or provider responded.',
  from: 'now-24h',
  variables: ['provider', 'model', 'group', 'service', 'environment'],
  rows: [
    row(
      6,
      figures(USAGE, { title: 'Calls', description: 'As the callers saw them, after retries and fallbacks.' }, [
        totals('A', { search: OF_PROVIDER, figures: ['calls', 'failed', 'error_rate'] }),
      ]),
      bars(PROMETHEUS, {
        title: 'Failed attempts by provider',
        description: `Share of the attempts at a provider that failed. ${NEARLY}`,
        unit: 'percentunit',
        targets: [atEnd('A', `sort_desc(${named('provider', FAILED_SHARE)})`, '{{provider}}')],
      }),
    ),
    row(
      8,
      stackedBars(PROMETHEUS, {
        title: 'Attempts',
        description: `Requests to providers, retries included, by how they ended. ${NEARLY}`,
        unit: 'short',
        targets: [overTime('A', perStep(ATTEMPTS, ['state']), '{{state}}')],
        overrides: STATE_COLOURS,
      }),
      stackedBars(PROMETHEUS, {
        title: 'Failed attempts',
        description: `By provider, also if callers did not notice. ${NEARLY}`,
        unit: 'short',
        targets: [overTime('A', named('provider', perStep(FAILED_ATTEMPTS, ['provider'])), '{{provider}}')],
      }),
      stackedBars(USAGE, {
        title: 'Fallbacks',
        description: 'Calls that another provider or endpoint than the first one responded to, by that provider.',
        unit: 'short',
        targets: [
          series('A', { search: `${OF_PROVIDER} state:fell_back`, figures: ['calls'], by: 'provider', top: 8 }),
        ],
      }),
    ),
    row(
      8,
      lines(USAGE, {
        title: 'Error rate',
        description: 'Failed calls of all calls, by the provider that responded last.',
        unit: 'percentunit',
        targets: [series('A', { search: OF_PROVIDER, figures: ['error_rate'], by: 'provider', top: 8 })],
      }),
      lines(PROMETHEUS, {
        title: 'Duration p95',
        description: `By provider, from the histogram's buckets. ${NEARLY}`,
        unit: 's',
        targets: [overTime('A', ofProvider(DURATION), '{{gen_ai_provider_name}}')],
      }),
      lines(PROMETHEUS, {
        title: 'First chunk p95',
        description: `Time until a stream begins, by provider, from the histogram's buckets. ${NEARLY}`,
        unit: 's',
        targets: [overTime('A', ofProvider(FIRST_CHUNK), '{{gen_ai_provider_name}}')],
      }),
    ),
    row(
      8,
      table({ title: 'Providers', description: 'Calls by the provider that responded last.' }, [
        totals('A', {
          search: OF_PROVIDER,
          figures: ['calls', 'failed', 'error_rate', 'duration_p50', 'duration_p95', 'first_chunk_p95', 'cost'],
          by: 'provider',
          top: 50,
        }),
      ]),
    ),
    row(
      12,
      usageLog(
        { title: 'Failed calls', description: 'The newest ones. A click opens the request.' },
        [records('A', 100, `type:usage state:failed ${OF_PROVIDER}`)],
        { columns: 'time,status,endpoint,model,provider,caller,duration,error' },
      ),
    ),
  ],
};

function ofProvider(metric: string): string {
  const label = 'gen_ai_provider_name';
  return named(label, quantileOverTime(0.95, metric, [label], `${CONVENTIONS}, ${label}=~"$provider"`));
}
