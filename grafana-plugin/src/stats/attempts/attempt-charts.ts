import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { AttemptFigures, AttemptProvider } from '@tokentrail/usage-store';
import type { Chart, ChartSeries } from '../../charts/chart.ts';
import { valueLabel } from '../../filters/controls/filter-words.ts';
import { DASH, formatCount, formatShare, formatShareTick, formatTokens } from '../../format.ts';
import { colorsOf } from '../over-time/value-colors.ts';

/** Providers with figures of their own. */
export const MAX_PROVIDERS = 20;
const CHART_PROVIDERS = 8;

/**
 * Attempts and their error rate over time, of the providers with most attempts.
 *
 * @param begun number of buckets that have begun
 */
export function attemptCharts(providers: readonly AttemptProvider[], begun: number, theme: GrafanaTheme2): Chart[] {
  const shown = providers.slice(0, CHART_PROVIDERS);
  const colors = colorsOf(
    shown.map(({ provider }) => provider),
    theme,
  );
  const seriesOf = (read: (figures: AttemptFigures) => { value: number | null; text: string }): ChartSeries[] =>
    shown.map(({ provider, points }, index) => ({
      id: `value ${provider}`,
      label: valueLabel('provider', provider),
      color: colors[index] ?? '',
      values: points.map((figures, bucket) => (bucket < begun ? read(figures).value : null)),
      textOf: (bucket) => {
        const figures = points[bucket];
        return figures === undefined || bucket >= begun ? DASH : read(figures).text;
      },
    }));
  return [
    {
      id: 'attempts',
      title: t('stats.attempts.attempts', 'Attempts'),
      kind: 'bars',
      formatTick: formatTokens,
      series: seriesOf(({ attempts }) => ({ value: attempts, text: formatCount(attempts) })),
    },
    {
      id: 'attempt-errors',
      title: t('stats.attempts.error-rate-of-attempts', 'Error rate of attempts'),
      kind: 'lines',
      formatTick: formatShareTick,
      series: seriesOf(({ failed, attempts }) => ({
        value: attempts === 0 ? null : failed / attempts,
        text: formatShare(failed, attempts),
      })),
    },
  ];
}
