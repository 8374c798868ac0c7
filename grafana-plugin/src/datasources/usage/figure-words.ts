import { t } from '@grafana/i18n';
import type { FigureName } from './figures.ts';

/** Name of a figure in the editor. */
export function figureWord(name: FigureName): string {
  switch (name) {
    case 'cost':
      return t('query.figure.cost', 'Cost');
    case 'calls':
      return t('query.figure.calls', 'Calls');
    case 'succeeded':
      return t('query.figure.succeeded', 'Succeeded calls');
    case 'failed':
      return t('query.figure.failed', 'Failed calls');
    case 'error_rate':
      return t('query.figure.error-rate', 'Error rate');
    case 'cancelled':
      return t('query.figure.cancelled', 'Cancelled calls');
    case 'tokens':
      return t('query.figure.tokens', 'Tokens, input and output');
    case 'input_tokens':
      return t('query.figure.input-tokens', 'Input tokens');
    case 'output_tokens':
      return t('query.figure.output-tokens', 'Output tokens');
    case 'cache_read_tokens':
      return t('query.figure.cache-read-tokens', 'Tokens read from cache');
    case 'cache_write_tokens':
      return t('query.figure.cache-write-tokens', 'Tokens written to cache');
    case 'cached_share':
      return t('query.figure.cached-share', 'Share of input from cache');
    case 'cache_hit_rate':
      return t('query.figure.cache-hit-rate', 'Share of calls with cache hit');
    case 'unknown_costs':
      return t('query.figure.unknown-costs', 'Calls with unknown cost');
    default:
      return percentileWord(name);
  }
}

function percentileWord(name: FigureName & `${string}_p${number}`): string {
  const percentile = name.slice(name.lastIndexOf('_') + 1);
  return name.startsWith('duration')
    ? t('query.figure.duration', 'Duration {{percentile}}', { percentile })
    : t('query.figure.first-chunk', 'Time to first chunk {{percentile}}', { percentile });
}
