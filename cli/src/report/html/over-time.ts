import { nanoToUsd } from '@tokentrail/records';
import type { SeriesFigures } from '@tokentrail/usage-store';
import { formatBucket, formatCount, formatShare, formatShortCount, formatSum } from '../format.ts';
import type { Report } from '../read-report.ts';
import { html, type Markup } from './markup.ts';
import { COLORS } from './style.ts';
import { tableSection } from './table-section.ts';
import { timeChart } from './time-chart.ts';

/** Cost and calls over time. */
export function overTimeSection(report: Report): Markup {
  const { unit } = report.period.buckets.length;
  return html`<section>
    <h2>Cost by ${unit}</h2>
    ${chart(report, {
      description: (figures, label) => `Cost by ${unit}. Highest: ${formatSum(figures.charged)}, ${label}.`,
      value: costOf,
      failed: () => 0,
      isLowerBound: ({ charged }) => charged.unknown > 0,
      formatTick: formatUsdTick,
      legend: [
        html`${swatch(COLORS.main)}Cost`,
        ...(hasUnknown(report) ? [html`${mark()}Some costs are unknown`] : []),
      ],
    })}
    <h2>Calls by ${unit}</h2>
    ${chart(report, {
      description: (figures, label) => `Calls by ${unit}. Most: ${formatCount(figures.calls)}, ${label}.`,
      value: ({ calls }) => calls,
      failed: ({ failed }) => failed,
      isLowerBound: () => false,
      formatTick: formatShortCount,
      legend: [html`${swatch(COLORS.main)}Calls`, html`${swatch(COLORS.failed)}Failed`],
    })}
  </section>`;
}

function costOf({ charged }: SeriesFigures): number {
  return Number(nanoToUsd(charged.nanoUsd));
}

function hasUnknown({ current }: Report): boolean {
  return current.series.total.charged.unknown > 0;
}

interface ChartParts {
  /** @param figures those of the highest bar */
  description(figures: SeriesFigures, label: string): string;
  value(figures: SeriesFigures): number;
  failed(figures: SeriesFigures): number;
  isLowerBound(figures: SeriesFigures): boolean;
  formatTick(value: number): string;
  legend: readonly Markup[];
}

function chart(report: Report, parts: ChartParts): Markup {
  const { points } = report.current.series;
  const labels = bucketLabels(report);
  const highest = points.reduce(
    (best, point, index) => (parts.value(point) > parts.value(points[best]!) ? index : best),
    0,
  );
  const description = `${parts.description(points[highest]!, labels[highest] ?? '')} The figures are in the last table.`;
  return html`<figure>
    <ul class="legend">
      ${[...parts.legend, html`${dashes()}Period before`].map((entry) => html`<li>${entry}</li>`)}
    </ul>
    ${timeChart({
      description,
      bars: points.map((point, index) => ({
        label: labels[index] ?? '',
        value: parts.value(point),
        failed: parts.failed(point),
        isLowerBound: parts.isLowerBound(point),
      })),
      before: report.previous.series.points.map(parts.value),
      formatTick: parts.formatTick,
    })}
  </figure>`;
}

export function bucketLabels({ period }: Report): string[] {
  const { bounds, length } = period.buckets;
  return bounds.slice(0, -1).map((ms) => formatBucket(ms, length.unit, period.zone));
}

function formatUsdTick(value: number): string {
  const digits = value !== 0 && value < 10 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', ...digits }).format(value);
}

function swatch(color: string): Markup {
  return html`<svg viewBox="0 0 14 10" aria-hidden="true"><rect y="1" width="14" height="8" fill="${color}" /></svg>`;
}

function dashes(): Markup {
  return html`<svg viewBox="0 0 14 10" aria-hidden="true">
    <path d="M0 5H14" stroke="${COLORS.before}" stroke-width="1.5" stroke-dasharray="4 3" />
  </svg>`;
}

function mark(): Markup {
  return html`<svg viewBox="0 0 14 10" aria-hidden="true">
    <circle cx="7" cy="5" r="2.5" fill="#fff" stroke="${COLORS.ink}" />
  </svg>`;
}

/** The figures of the charts. */
export function bucketsTable(report: Report): Markup {
  const { unit } = report.period.buckets.length;
  const labels = bucketLabels(report);
  return tableSection({
    title: `All ${unit}s`,
    caption: 'The figures of the charts, in the order of time',
    columns: [
      { title: unit.charAt(0).toUpperCase() + unit.slice(1), kind: 'text' },
      { title: 'Calls' },
      { title: 'Failed' },
      { title: 'Error rate' },
      { title: 'Input tokens' },
      { title: 'Output tokens' },
      { title: 'Cost' },
      { title: 'Cost before' },
    ],
    rows: report.current.series.points.map((point, index) =>
      bucketRow(labels[index] ?? '', point, report.previous.series.points[index]),
    ),
    isLong: true,
  });
}

function bucketRow(label: string, point: SeriesFigures, before: SeriesFigures | undefined): Markup {
  return html`<tr>
    <th scope="row" class="text">${label}</th>
    <td>${formatCount(point.calls)}</td>
    <td>${formatCount(point.failed)}</td>
    <td>${formatShare(point.failed, point.calls)}</td>
    <td>${formatCount(point.inputTokens)}</td>
    <td>${formatCount(point.outputTokens)}</td>
    <td>${formatSum(point.charged)}</td>
    <td>${before === undefined ? '' : formatSum(before.charged)}</td>
  </tr>`;
}
