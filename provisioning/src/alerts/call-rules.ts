import { gained } from '@tokentrail/usage-store';
import { quantile, sumBy } from './promql.ts';
import type { AlertRule, LinkFilter } from './rule.ts';
import type { Thresholds } from './thresholds.ts';

const CALLS = 'tokentrail_calls_total';
const ATTEMPTS = 'tokentrail_attempts_total';
const TOKENS = 'tokentrail_tokens_total';
const USAGE = 'gen_ai_client_token_usage';
const FIRST_CHUNK = 'gen_ai_client_operation_time_to_first_chunk_seconds';
const BY_SERVICE = ['service_name'];
const BY_MODEL = ['service_name', 'model'];
/** The labels of the metrics of the conventions. */
const BY_REQUEST_MODEL = ['service_name', 'gen_ai_request_model'];
/** The rows of a service and a model, by the labels of either set of metrics. */
const ROWS_OF_MODEL: LinkFilter = { service: { label: 'service_name' }, model: { label: 'model' } };
const ROWS_OF_REQUEST_MODEL: LinkFilter = {
  service: { label: 'service_name' },
  model: { label: 'gen_ai_request_model' },
};

export function callRules(thresholds: Thresholds): AlertRule[] {
  return [
    errorRate(thresholds),
    failedAttempts(thresholds),
    manyTokens(thresholds),
    unusualTokens(thresholds),
    firstChunk(thresholds),
    cacheHits(thresholds),
    truncated(thresholds),
  ];
}

function errorRate({ errorRate: { share, leastCalls } }: Thresholds): AlertRule {
  const calls = (matchers: string) => sumBy(BY_SERVICE, gained(`${CALLS}${matchers}`, '10m'));
  return {
    uid: 'tokentrail-error-rate',
    title: 'Calls fail',
    summary:
      '{{ humanizePercentage $values.A.Value }} of the calls of service {{ index $labels "service_name" }} failed in the last 10 minutes.',
    runbook:
      'Open the rows and group them by error. 429: a limit of the provider, see which key. 401 or 403: a key is invalid. 5xx or timeout: the provider, see its status page and whether another one responds. 400: the request of the app.',
    severity: 'critical',
    expression: `${calls('{state="failed"}')} / ${calls('')} and (${calls('')} >= ${leastCalls})`,
    above: share,
    pending: '2m',
    rows: { seconds: 900, filter: { service: { label: 'service_name' }, state: { value: 'failed' } } },
  };
}

function failedAttempts({ failedAttempts: { share, leastAttempts } }: Thresholds): AlertRule {
  const attempts = (matchers: string) => sumBy(['provider'], gained(`${ATTEMPTS}${matchers}`, '15m'));
  return {
    uid: 'tokentrail-failed-attempts',
    title: 'Attempts at a provider fail',
    summary:
      '{{ humanizePercentage $values.A.Value }} of the attempts at {{ index $labels "provider" }} failed in the last 15 minutes. Callers may not notice, because other providers respond.',
    runbook:
      'Open the rows that fell back or were retried, and one of them: its attempts name the error, the key and the endpoint. As long as this lasts, calls take longer, and may cost more at the other provider.',
    severity: 'warning',
    expression: `${attempts('{state="failed"}')} / ${attempts('')} and (${attempts('')} >= ${leastAttempts})`,
    above: share,
    pending: '5m',
    rows: { seconds: 1800, filter: { state: { value: 'fell_back' } } },
  };
}

function manyTokens({ tokensOfCall: { tokens } }: Thresholds): AlertRule {
  const upTo = (boundary: string) => sumBy(BY_REQUEST_MODEL, gained(`${USAGE}_bucket{le=~"${boundary}"}`, '15m'));
  return {
    uid: 'tokentrail-many-tokens',
    title: 'A call has very many tokens',
    summary: `{{ printf "%.0f" $values.A.Value }} times a call of {{ index $labels "gen_ai_request_model" }} by {{ index $labels "service_name" }} had more than ${tokens} input or output tokens.`,
    runbook:
      'Open the rows, the longest first: a loop of an agent, a document that was attached whole, a limit that is not set.',
    severity: 'warning',
    // Prometheus 3 writes whole boundaries with a decimal.
    expression: `${upTo('\\\\+Inf')} - ${upTo(`${tokens}(\\\\.0)?`)}`,
    above: 0,
    pending: '0s',
    rows: {
      seconds: 1800,
      filter: {
        ...ROWS_OF_REQUEST_MODEL,
        tokens: { value: `>${tokens}` },
        sort: { value: 'tokens' },
      },
    },
  };
}

function unusualTokens({ tokensOfCall: { timesUsual, leastCalls } }: Thresholds): AlertRule {
  const by = [...BY_REQUEST_MODEL, 'gen_ai_token_type'];
  return {
    uid: 'tokentrail-unusual-tokens',
    title: 'A call has unusually many tokens',
    summary:
      'A call of {{ index $labels "gen_ai_request_model" }} by {{ index $labels "service_name" }} had about {{ printf "%.0f" $values.A.Value }} times as many {{ index $labels "gen_ai_token_type" }} tokens as 95 % of the calls of the last 7 days.',
    runbook: 'Open the rows, the longest first, and compare the first one with a usual call.',
    severity: 'warning',
    expression: `
      ${quantile(1, USAGE, by, '15m')} / ${quantile(0.95, USAGE, by, '7d')}
      and (${sumBy(by, gained(`${USAGE}_count`, '7d'))} >= ${leastCalls})`,
    above: timesUsual,
    pending: '0s',
    rows: {
      seconds: 1800,
      filter: {
        ...ROWS_OF_REQUEST_MODEL,
        sort: { value: 'tokens' },
      },
    },
  };
}

function firstChunk({ firstChunk: { timesUsual, leastSeconds, leastCalls } }: Thresholds): AlertRule {
  const p95 = (window: string) => quantile(0.95, FIRST_CHUNK, BY_REQUEST_MODEL, window);
  return {
    uid: 'tokentrail-first-chunk',
    title: 'The first chunk takes longer than usual',
    summary:
      'The first chunk of {{ index $labels "gen_ai_request_model" }} for {{ index $labels "service_name" }} takes {{ printf "%.1f" $values.A.Value }} times as long as in the last 7 days (95th percentile).',
    runbook:
      'Open the rows, the slowest first. Attempts before the responding one: the provider or a key fails. A long first chunk of the responding attempt: the provider is slow, or the input is longer.',
    severity: 'warning',
    expression: `
      ${p95('30m')} / ${p95('7d')}
      and (${p95('30m')} >= ${leastSeconds})
      and (${sumBy(BY_REQUEST_MODEL, gained(`${FIRST_CHUNK}_count`, '30m'))} >= ${leastCalls})`,
    above: timesUsual,
    pending: '5m',
    rows: {
      seconds: 1800,
      filter: {
        ...ROWS_OF_REQUEST_MODEL,
        sort: { value: 'duration' },
      },
    },
  };
}

function cacheHits({ cacheHits: { timesUsual, usualShare, leastTokens } }: Thresholds): AlertRule {
  const tokens = (type: string, window: string) => sumBy(BY_MODEL, gained(`${TOKENS}{type="${type}"}`, window));
  const share = (window: string) => `(${tokens('cache_read', window)} / ${tokens('input', window)})`;
  return {
    uid: 'tokentrail-cache-hits',
    title: 'The cache is hit less than usual',
    summary:
      'The share of cached input tokens of {{ index $labels "model" }} for {{ index $labels "service_name" }} fell by {{ humanizePercentage $values.A.Value }} against the last 7 days. The calls cost more, although they succeed.',
    runbook:
      'Compare the beginning of the prompts of today and of last week: text that changes with each call (a time, an id) at the start of a prompt makes each one new. Also a changed list of tools, another model or another key.',
    severity: 'warning',
    expression: `
      1 - ${share('1h')} / ${share('7d')}
      and (${share('7d')} >= ${usualShare})
      and (${tokens('input', '1h')} >= ${leastTokens})`,
    above: 1 - timesUsual,
    pending: '15m',
    rows: { seconds: 7200, filter: ROWS_OF_MODEL },
  };
}

function truncated({ truncated: { share, leastCalls } }: Thresholds): AlertRule {
  const calls = sumBy(BY_MODEL, gained(CALLS, '1h'));
  return {
    uid: 'tokentrail-truncated',
    title: 'Outputs are cut by a limit',
    summary:
      '{{ humanizePercentage $values.A.Value }} of the outputs of {{ index $labels "model" }} for {{ index $labels "service_name" }} ended at a limit in the last hour.',
    runbook:
      'Open the rows and show the column "Finish reason". Raise the limit of output tokens of the request, or shorten what is asked for. Models that reason spend the limit on reasoning first.',
    severity: 'warning',
    expression: `
      ${sumBy(BY_MODEL, gained('tokentrail_calls_truncated_total', '1h'))} / ${calls}
      and (${calls} >= ${leastCalls})`,
    above: share,
    pending: '5m',
    rows: { seconds: 3600, filter: ROWS_OF_MODEL },
  };
}
