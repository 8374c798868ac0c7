import type { PercentileValues } from '@tokentrail/usage-store';
import {
  DASH,
  counted,
  formatChange,
  formatCount,
  formatDuration,
  formatShare,
  formatSum,
  formatSumChange,
} from '../format.ts';
import type { PeriodFigures, Report } from '../read-report.ts';
import { html, type Markup } from './markup.ts';

interface Figure {
  label: string;
  value: string;
  before: string;
  /** Empty: the values say enough. */
  change: string;
}

/** The figures of the period beside those of the period before. */
export function figuresSection({ current, previous }: Report): Markup {
  return html`<dl class="figures">
    ${figuresOf(current, previous).map(
      ({ label, value, before, change }) =>
        html`<div>
          <dt>${label}</dt>
          <dd class="value">${value}</dd>
          <dd class="before">${change === '' || change === DASH ? '' : `${change} · `}before: ${before}</dd>
        </div>`,
    )}
  </dl>`;
}

function figuresOf(current: PeriodFigures, previous: PeriodFigures): Figure[] {
  const [now, before] = [current.totals, previous.totals];
  const figure = (label: string, textOf: (figures: PeriodFigures) => string, change = ''): Figure => ({
    label,
    value: textOf(current),
    before: textOf(previous),
    change,
  });
  const count = (label: string, numberOf: (figures: PeriodFigures) => number): Figure =>
    figure(label, (figures) => formatCount(numberOf(figures)), formatChange(numberOf(current), numberOf(previous)));
  return [
    figure(
      'Cost',
      ({ totals }) => formatSum(totals.cost.charged),
      formatSumChange(now.cost.charged, before.cost.charged),
    ),
    count('Calls', ({ totals }) => totals.requests),
    figure('Error rate', ({ totals }) => formatShare(totals.failed, totals.requests)),
    figure('Cache hit rate', ({ totals }) => formatShare(totals.cacheHits, totals.requests)),
    count('Input tokens', ({ totals }) => totals.inputTokens),
    count('Output tokens', ({ totals }) => totals.outputTokens),
    duration('Duration, p95', (figures) => figures.percentiles.durationMs, figure),
    duration('First chunk, p95', (figures) => figures.percentiles.firstChunkMs, figure),
  ];
}

function duration(
  label: string,
  valuesOf: (figures: PeriodFigures) => PercentileValues | null,
  figure: (label: string, textOf: (figures: PeriodFigures) => string) => Figure,
): Figure {
  return figure(label, (figures) => {
    const values = valuesOf(figures);
    return values === null ? DASH : formatDuration(values.p95);
  });
}

/** The most important figures in words. */
export function summaryOf({ current, previous }: Report): string {
  const { requests, failed, cancelled, running, cost } = current.totals;
  if (requests === 0) {
    return running === 0 ? 'No calls were recorded in this period.' : `${counted(running, 'call')} had not ended.`;
  }
  const before = previous.totals;
  const change = formatSumChange(cost.charged, before.cost.charged);
  return [
    `${counted(requests, 'call')} cost ${formatSum(cost.charged)}`,
    change === DASH ? '.' : `, ${change} against the period before (${formatSum(before.cost.charged)}).`,
    ` ${formatCount(failed)} failed (${formatShare(failed, requests)})`,
    cancelled === 0 ? '.' : `, ${formatCount(cancelled)} ${cancelled === 1 ? 'was' : 'were'} cancelled.`,
    running === 0 ? '' : ` ${counted(running, 'more call')} had not ended.`,
    cost.charged.unknown === 0
      ? ''
      : ` The cost of ${counted(cost.charged.unknown, 'call')} is unknown and not part of the sum.`,
  ].join('');
}
