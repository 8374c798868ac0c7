import { t } from '@grafana/i18n';
import type { Chart } from '../../charts/chart.ts';

/** The highest value of a chart in words. */
export function summaryOf({ series }: Chart, timesOf: (bucket: number) => string): string {
  const highest = series
    .flatMap(({ label, values, textOf }) =>
      values.map((value, bucket) => ({ value: value ?? 0, bucket, words: `${label} ${textOf(bucket)}` })),
    )
    .reduce<{ value: number; bucket: number; words: string } | null>(
      (best, point) => (point.value > (best?.value ?? 0) ? point : best),
      null,
    );
  return highest === null
    ? t('stats.over-time.no-values', 'No values')
    : t('stats.over-time.highest', 'Highest value: {{words}}, {{times}}', {
        words: highest.words,
        times: timesOf(highest.bucket),
        interpolation: { escapeValue: false },
      });
}
