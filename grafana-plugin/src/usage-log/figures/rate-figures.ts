import { t } from '@grafana/i18n';
import { DASH, formatCount, formatMinutes, formatRate, formatTokens } from '../../format.ts';
import { figureOf, type FigureValue, type SummaryFigure } from '../../figures/summary-figure.ts';
import type { TotalsFigure } from './use-figures.ts';

const MINUTE_MS = 60_000;

/** Calls per minute, next to the busiest minute. */
export function callsPerMinute(data: TotalsFigure | null): SummaryFigure {
  return figureOf(
    {
      id: 'rpm',
      label: t('usage-log.figures.rpm', 'rpm'),
      typical: '123',
      definition: t(
        'usage-log.figures.rpm-definition',
        'Calls per minute over that part of the time range that has passed, with the times without calls. Peak: the calls that started in the busiest minute.',
      ),
    },
    data,
    ({ totals: { requests, busiestMinute }, passedMs }) => ({
      ...rate(requests, passedMs),
      label: t('usage-log.figures.rpm-with-peak', 'rpm, peak {{peak}}', { peak: formatTokens(busiestMinute.requests) }),
      exact: t('usage-log.figures.rpm-exact', '', {
        count: requests,
        shown: formatCount(requests),
        minutes: formatMinutes(passedMs),
        peak: formatCount(busiestMinute.requests),
        defaultValue_one: '{{shown}} call in {{minutes}} minutes; peak {{peak}}',
        defaultValue_other: '{{shown}} calls in {{minutes}} minutes; peak {{peak}}',
      }),
    }),
  );
}

/** Input and output tokens per minute, next to the busiest minute. */
export function tokensPerMinute(data: TotalsFigure | null): SummaryFigure {
  return figureOf(
    {
      id: 'tpm',
      label: t('usage-log.figures.tpm', 'tpm'),
      typical: '123 K',
      definition: t(
        'usage-log.figures.tpm-definition',
        'Input and output tokens per minute over that part of the time range that has passed, with the times without calls. Peak: the tokens of the calls that started in the busiest minute.',
      ),
    },
    data,
    ({ totals: { inputTokens, outputTokens, busiestMinute }, passedMs }) => ({
      ...rate(inputTokens + outputTokens, passedMs),
      label: t('usage-log.figures.tpm-with-peak', 'tpm, peak {{peak}}', { peak: formatTokens(busiestMinute.tokens) }),
      exact: t('usage-log.figures.tpm-exact', '', {
        count: inputTokens + outputTokens,
        shown: formatCount(inputTokens + outputTokens),
        minutes: formatMinutes(passedMs),
        peak: formatCount(busiestMinute.tokens),
        defaultValue_one: '{{shown}} token in {{minutes}} minutes; peak {{peak}}',
        defaultValue_other: '{{shown}} tokens in {{minutes}} minutes; peak {{peak}}',
      }),
    }),
  );
}

/** A rate per minute; a dash if no part of the range has passed. */
function rate(count: number, passedMs: number): Pick<FigureValue, 'value' | 'copied'> {
  if (passedMs === 0) {
    return { value: DASH, copied: null };
  }
  const perMinute = (count / passedMs) * MINUTE_MS;
  return { value: formatRate(perMinute), copied: String(perMinute) };
}
