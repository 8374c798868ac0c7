import { createHash } from 'node:crypto';
import { nanoToUsd } from '@tokentrail/records';
import { gained, isQuoted, MAX_COMPLETE_DAYS, quote, type Budget, type BudgetField } from '@tokentrail/usage-store';
import { matcher, templateText } from './escape.ts';
import { oneLine } from './promql.ts';
import type { AlertRule } from './rule.ts';
import { THRESHOLDS } from './thresholds.ts';

const METRICS = { charged: 'tokentrail_cost_charged_total', paid: 'tokentrail_cost_paid_total' } as const;
const LABELS: Readonly<Record<BudgetField, string>> = { group: 'group', key: 'key_name', service: 'service_name' };
/** The parameter of a budget in the address of a page. */
const PARAMETERS: Readonly<Record<BudgetField, string>> = { group: 'group', key: 'key_name', service: 'service' };

/** The rules of all budgets. One without money has a single rule, which any cost triggers. */
export function budgetRules(budgets: readonly Budget[]): AlertRule[] {
  return budgets.flatMap((budget) => {
    const shares = THRESHOLDS.budget.shares.filter((share) => share === 1 || budget.monthlyNanoUsd !== '0');
    const rules = shares.map((share) => spent(budget, share));
    return budget.monthlyNanoUsd === '0' ? rules : [...rules, projection(budget)];
  });
}

function spent(budget: Budget, share: number): AlertRule {
  const percent = String(share * 100);
  return {
    ...common(budget, percent),
    title: `Budget ${budget.name}: ${percent} % spent`,
    summary: `${subjectOf(budget)} ${budget.comparedWith === 'charged' ? 'was charged' : 'cost'} {{ printf "%.2f" $values.A.Value }} USD this month, more than ${percent} % of its budget of ${usdOf(budget)} USD.`,
    severity: share === 1 ? 'critical' : 'warning',
    expression: oneLine(monthToDate(budget)),
    above: Number(usdOf(budget)) * share,
    pending: '0s',
  };
}

function projection(budget: Budget): AlertRule {
  return {
    ...common(budget, 'end'),
    title: `Budget ${budget.name}: projection above it`,
    summary: `${subjectOf(budget)} will be at {{ printf "%.2f" $values.A.Value }} USD at the end of the month, above its budget of ${usdOf(budget)} USD, if each day that is left costs as much as the last ${MAX_COMPLETE_DAYS}.`,
    severity: 'warning',
    expression: oneLine(projected(budget)),
    above: Number(usdOf(budget)),
    // At midnight, one evaluation can count a day twice.
    pending: '15m',
  };
}

type Common = Pick<AlertRule, 'uid' | 'labels' | 'runbook' | 'rows' | 'statsOf'>;

function common(budget: Budget, suffix: string): Common {
  const filter = { [PARAMETERS[budget.field]]: { value: parameterOf(budget.value) } };
  return {
    uid: `tokentrail-budget-${hashOf(budget.name)}-${suffix}`,
    labels: { budget: templateText(budget.name) },
    runbook:
      'Open the rows, which are sorted by cost, and the stats page, which shows who and what the cost comes from. The exact figure: tokentrail budgets show. To change the budget: budgets.yaml, then tokentrail budgets apply.',
    rows: { seconds: 'month', filter: { ...filter, sort: { value: 'cost' } } },
    statsOf: { ...filter, split: { value: 'request_model' } },
  };
}

/** At most 40 characters with the suffix. It depends on the name, so Grafana keeps the state when the amount changes. */
function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 14);
}

function usdOf({ monthlyNanoUsd }: Budget): string {
  return nanoToUsd(monthlyNanoUsd);
}

const SUBJECTS: Readonly<Record<BudgetField, string>> = { group: 'Group', key: 'Key', service: 'Service' };

function subjectOf({ field, value }: Budget): string {
  return `${SUBJECTS[field]} ${templateText(value)}`;
}

/** A page reads a text in quotes as the text within them. */
function parameterOf(value: string): string {
  return isQuoted(value) ? quote(value) : value;
}

function selectorOf({ comparedWith, field, value }: Budget): string {
  return `${METRICS[comparedWith]}{${matcher(LABELS[field], value)}}`;
}

/**
 * What this month of UTC has cost. The series of ended processes are up to a month old. A series has the month of its calls as a
 * label, which the present month selects.
 */
function monthToDate(budget: Budget): string {
  return `sum(
    last_over_time(${selectorOf(budget)}[31d])
    * on (month) group_left () count_values("month", year() * 100 + month()))`;
}

/**
 * As `monthSpend` of packages/usage-store: the month to date, and for each day that is left the mean of the last complete days.
 * A step of a subquery is a midnight of UTC, at which the cost of a day is that of a complete one. Silent as long as the data
 * is younger than these days.
 */
function projected(budget: Budget): string {
  const selector = selectorOf(budget);
  const days = `${MAX_COMPLETE_DAYS}d`;
  const daysLeft = '(days_in_month() - day_of_month() + 1 - vector(time() % 86400 / 86400))';
  return `
    ${monthToDate(budget)} + sum_over_time(sum(${gained(selector, '1d')})[${days}:1d]) / ${MAX_COMPLETE_DAYS} * ${daysLeft}
    and (count(last_over_time(${selector}[${days}] offset ${MAX_COMPLETE_DAYS + 1}d)) > 0)`;
}
