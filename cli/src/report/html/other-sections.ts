import { isOverBudget, shareOfBudget, utcMonthDaysAt } from '@tokentrail/usage-store';
import {
  DASH,
  counted,
  formatCount,
  formatHour,
  formatRange,
  formatShare,
  formatShortCount,
  formatSum,
  formatMoment,
  weekdayName,
} from '../format.ts';
import { budgetTime, type Report, type ReportBudget } from '../read-report.ts';
import { html, type Markup } from './markup.ts';
import { nameOf } from './name.ts';
import { tableSection } from './table-section.ts';

/** The most frequent errors. */
export function errorsSection({ errors, current, period }: Report): Markup | null {
  const { failed } = current.totals;
  if (errors.length === 0) {
    return null;
  }
  return tableSection({
    title: 'Errors',
    caption: `The most frequent of ${counted(failed, 'failed call')}`,
    columns: [
      { title: 'Error', kind: 'text' },
      { title: 'Status' },
      { title: 'Model', kind: 'text' },
      { title: 'Provider', kind: 'text' },
      { title: 'Calls' },
      { title: 'Share of errors' },
      { title: 'Last' },
    ],
    rows: errors.map(
      ({ errorType, statusCode, model, provider, count, lastStartUnixNano }) =>
        html`<tr>
          <th scope="row" class="text">${nameOf(errorType)}</th>
          <td>${statusCode ?? DASH}</td>
          <td class="text">${nameOf(model)}</td>
          <td class="text">${nameOf(provider)}</td>
          <td>${formatCount(count)}</td>
          <td>${formatShare(count, failed)}</td>
          <td>${formatMoment(Number(BigInt(lastStartUnixNano) / 1_000_000n), period.zone)}</td>
        </tr>`,
    ),
  });
}

/** The lightest colour of an hour with calls, and the darkest one on which the number is legible. */
const MIN_TINT = 0.08;
const MAX_TINT = 0.7;
const MAIN_RGB = [53, 102, 176] as const;

/** Calls of each hour of the week. The colours repeat the numbers. */
export function hoursSection({ hours, period }: Report): Markup | null {
  const busiest = hours.cells.reduce((best, cell) => (cell.calls > best.calls ? cell : best));
  if (busiest.calls === 0) {
    return null;
  }
  const rows = [1, 2, 3, 4, 5, 6, 7].map((day) => hours.cells.filter(({ weekday }) => weekday === day));
  const most = `${weekdayName(busiest.weekday)} at ${formatHour(busiest.hour)}, ${counted(busiest.calls, 'call')}`;
  return tableSection({
    title: 'Peak hours',
    caption: `Calls by hour of the week, ${period.zone}. Most: ${most}.`,
    columns: [{ title: 'Hour' }, ...(rows[0] ?? []).map(({ hour }) => ({ title: String(hour) }))],
    rows: rows.map(
      (cells, day) =>
        html`<tr>
          <th scope="row">${weekdayName(day + 1)}</th>
          ${cells.map(({ calls }) => hourCell(calls, busiest.calls))}
        </tr>`,
    ),
    look: 'hours',
  });
}

function hourCell(calls: number, most: number): Markup {
  return html`<td style="background:${tint(calls / most)}">${calls === 0 ? '' : formatShortCount(calls)}</td>`;
}

function tint(share: number): string {
  const strength = share === 0 ? 0.02 : MIN_TINT + (MAX_TINT - MIN_TINT) * share;
  const [red, green, blue] = MAIN_RGB.map((channel) => Math.round(255 + (channel - 255) * strength));
  return `rgb(${red},${green},${blue})`;
}

/** The calls whose cost is unknown, by model. */
export function unknownSection({ unknownCosts }: Report): Markup | null {
  const { calls, models, others } = unknownCosts;
  if (calls === 0) {
    return null;
  }
  const row = (name: Markup, count: number) =>
    html`<tr>
      <th scope="row" class="text">${name}</th>
      <td>${formatCount(count)}</td>
    </tr>`;
  return tableSection({
    title: 'Unknown costs',
    note: html`<p class="note">
      ${counted(calls, 'call')} ${calls === 1 ? 'has' : 'have'} no known cost, because the price of the model or the
      usage was not known. Sums marked ≥ do not contain them; they are not counted as $0.
      <code>tokentrail audit --reprice --dry-run</code> shows what prices of today would cover.
    </p>`,
    caption: 'Calls with an unknown cost',
    columns: [{ title: 'Model', kind: 'text' }, { title: 'Calls' }],
    rows: [
      ...models.map(({ model, calls: count }) => row(nameOf(model), count)),
      ...(others === 0 ? [] : [row(html`<span class="rest">other models</span>`, others)]),
    ],
    look: 'narrow',
  });
}

/** What the budgets have spent in the month in which the period ends. */
export function budgetsSection({ budgets, period, generatedAtMs }: Report): Markup | null {
  if (budgets === null) {
    return null;
  }
  const { month } = utcMonthDaysAt(budgetTime(period, generatedAtMs));
  return tableSection({
    title: 'Budgets',
    caption: `${formatRange(month, 'UTC')} (UTC)${period.hasEnded ? '' : ', so far'}`,
    columns: [
      { title: 'Budget', kind: 'text' },
      { title: 'For', kind: 'text' },
      { title: 'Monthly' },
      { title: 'Spent' },
      { title: 'Used' },
    ],
    rows: budgets.map(budgetRow),
  });
}

function budgetRow({ budget, spend }: ReportBudget): Markup {
  const isOver = spend !== null && isOverBudget(spend.spent, budget);
  return html`<tr>
    <th scope="row" class="text">${nameOf(budget.name)}</th>
    <td class="text">${budget.field} ${nameOf(budget.value)}</td>
    <td>${formatSum({ nanoUsd: budget.monthlyNanoUsd, unknown: 0 })}</td>
    <td>${spend === null ? DASH : `${formatSum(spend.spent)} ${budget.comparedWith}`}</td>
    <td class="${isOver ? 'broken' : ''}">${usedText(budget, spend)}${isOver ? ', over' : ''}</td>
  </tr>`;
}

function usedText(budget: ReportBudget['budget'], spend: ReportBudget['spend']): string {
  const share = spend === null ? NaN : shareOfBudget(spend.spent, budget);
  return Number.isFinite(share) ? formatShare(share, 1) : DASH;
}
