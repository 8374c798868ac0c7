import { nanoToUsd } from '@tokentrail/records';
import type { AmountTotal, Series, SeriesFigures } from '@tokentrail/usage-store';
import {
  DASH,
  counted,
  formatCount,
  formatDuration,
  formatShare,
  formatSum,
  formatSumChange,
  isUnknown,
} from '../format.ts';
import type { Dimension, Report, TopRow, TopValues } from '../read-report.ts';
import { html, type Markup } from './markup.ts';
import { nameOf } from './name.ts';
import { bucketLabels } from './over-time.ts';
import { tableSection } from './table-section.ts';
import { shareBar, sparkline } from './time-chart.ts';

const TITLES: Readonly<Record<Dimension, { title: string; one: string; many: string }>> = {
  request_model: { title: 'Models', one: 'model', many: 'models' },
  provider: { title: 'Providers', one: 'provider', many: 'providers' },
  key: { title: 'Keys', one: 'key', many: 'keys' },
  group: { title: 'Groups', one: 'group', many: 'groups' },
  user: { title: 'Users', one: 'user', many: 'users' },
  service: { title: 'Services', one: 'service', many: 'services' },
};

/** A table for each thing that calls are divided by. One without any reported value is left out. */
export function topSections(report: Report): readonly Markup[] {
  return report.top
    .filter(({ rows, rest }) => rest !== null || rows.some(({ value }) => value !== ''))
    .map((top) => topSection(report, top));
}

function topSection(report: Report, { dimension, rows, rest }: TopValues): Markup {
  const { title, one, many } = TITLES[dimension];
  const all = report.current.series;
  const labels = bucketLabels(report);
  return tableSection({
    title,
    caption:
      rest === null
        ? counted(rows.length, one, many)
        : `The ${rows.length} with the highest cost of ${counted(rows.length + rest.values, one, many)}`,
    columns: [
      { title: one.charAt(0).toUpperCase() + one.slice(1), kind: 'text' },
      { title: 'Calls' },
      { title: 'Error rate' },
      { title: 'Duration, p95' },
      { title: 'Cost' },
      { title: 'Share of cost', kind: 'share' },
      { title: 'Change' },
      { title: 'Cost over time', kind: 'trend' },
    ],
    rows: [
      ...rows.map((row) => tableRow(nameOf(row.value), row, all.total.charged, labels)),
      ...(rest === null ? [] : [restRow(rest, all.total.charged, labels)]),
    ],
    sums: totalRow(report),
  });
}

function restRow(rest: NonNullable<TopValues['rest']>, all: AmountTotal, labels: readonly string[]): Markup {
  const name = html`<span class="rest">${counted(rest.values, 'other')}</span>`;
  return tableRow(name, { ...rest, before: null, p95Ms: null }, all, labels);
}

function tableRow(
  name: Markup,
  { total, points, before, p95Ms }: Series & Pick<TopRow, 'before' | 'p95Ms'>,
  all: AmountTotal,
  labels: readonly string[],
): Markup {
  return html`<tr>
    <th scope="row" class="text">${name}</th>
    <td>${formatCount(total.calls)}</td>
    <td>${formatShare(total.failed, total.calls)}</td>
    <td>${p95Ms === null ? DASH : formatDuration(p95Ms)}</td>
    <td>${formatSum(total.charged)}</td>
    <td class="share">${shareCell(total.charged, all)}</td>
    <td>${before === null ? DASH : formatSumChange(total.charged, before.charged)}</td>
    <td class="trend">${isUnknown(total.charged) ? DASH : trend(points, labels)}</td>
  </tr>`;
}

function shareCell(sum: AmountTotal, all: AmountTotal): Markup | string {
  const [part, whole] = [Number(sum.nanoUsd), Number(all.nanoUsd)];
  return whole === 0 || isUnknown(sum)
    ? DASH
    : html`${shareBar(part / whole)} <span>${formatShare(part, whole)}</span>`;
}

function trend(points: readonly SeriesFigures[], labels: readonly string[]): Markup {
  const costs = points.map(({ charged }) => Number(nanoToUsd(charged.nanoUsd)));
  const highest = costs.indexOf(Math.max(...costs));
  const point = points[highest];
  const words = point === undefined ? 'no calls' : `highest ${formatSum(point.charged)}, ${labels[highest] ?? ''}`;
  return sparkline(costs, words);
}

function totalRow({ current, previous }: Report): Markup {
  const { requests, failed, cost } = current.totals;
  const p95 = current.percentiles.durationMs?.p95;
  return html`<tr>
    <th scope="row" class="text">All calls</th>
    <td>${formatCount(requests)}</td>
    <td>${formatShare(failed, requests)}</td>
    <td>${p95 === undefined ? DASH : formatDuration(p95)}</td>
    <td>${formatSum(cost.charged)}</td>
    <td class="share"></td>
    <td>${formatSumChange(cost.charged, previous.totals.cost.charged)}</td>
    <td class="trend"></td>
  </tr>`;
}
