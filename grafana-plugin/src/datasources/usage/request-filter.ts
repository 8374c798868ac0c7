import type { AdHocVariableFilter, ScopedVars } from '@grafana/data';
import { t } from '@grafana/i18n';
import { NUMBER_FIELDS, parseCondition, quote, type FilterCondition, type RecordFilter } from '@tokentrail/usage-store';
import { filterFieldOf } from './filter-fields.ts';
import { interpolateSearch } from './interpolate.ts';
import { QueryProblem } from './query-problem.ts';
import { currentQuery, type UsageQuery } from './types.ts';

/** The part of a request that all its queries share. */
export interface RequestVariables {
  scopedVars: ScopedVars;
  /** The ad-hoc filters of a dashboard. */
  filters?: readonly AdHocVariableFilter[] | undefined;
}

/**
 * The filter of a query, with variables replaced and ad-hoc filters added. Throws a `StoreError` of kind `search`, or a
 * `QueryProblem`.
 */
export function requestFilter(query: UsageQuery, { scopedVars, filters = [] }: RequestVariables): RecordFilter {
  const search = interpolateSearch(currentQuery(query).search ?? '', scopedVars);
  const conditions = conditionsOfFilters(filters);
  return {
    ...(search !== '' && { search }),
    ...(conditions.length > 0 && { conditions }),
  };
}

/** The conditions of ad-hoc filters. Throws a `QueryProblem` for one that the ledger does not have. */
export function conditionsOfFilters(filters: readonly AdHocVariableFilter[]): FilterCondition[] {
  return filters.filter((filter) => !selectsAll(filter)).map(conditionOfFilter);
}

/** Grafana's form of a filter that was switched off. */
function selectsAll({ operator, value }: AdHocVariableFilter): boolean {
  return operator === '=~' && value === '.*';
}

function conditionOfFilter({ key, operator, value, values = [value] }: AdHocVariableFilter): FilterCondition {
  const field = filterFieldOf(key);
  if (field === null) {
    throw new QueryProblem(
      t('query.ad-hoc.unknown-field', 'Remove the filter on {{key}}: records have no such field.', {
        key,
        interpolation: { escapeValue: false },
      }),
    );
  }
  const isNumber = (NUMBER_FIELDS as readonly string[]).includes(field);
  const isMulti = operator.endsWith('|');
  const listed = (isMulti ? values : [value]).map(String);
  const known = isNumber ? ['=', '!=', '<', '<=', '>', '>='] : ['=', '!=', '=|', '!=|'];
  const comparison = operator === '=' || operator === '!=' ? '' : operator;
  const text = isNumber ? comparison + value : listed.map(quote).join(',');
  const condition = known.includes(operator) ? parseCondition(field, text) : undefined;
  if (typeof condition !== 'object') {
    throw new QueryProblem(unreadableFilter({ key, operator, value: listed.join(', ') }, known));
  }
  return operator.startsWith('!') ? { ...condition, exclude: true } : condition;
}

function unreadableFilter({ key, operator, value }: AdHocVariableFilter, known: readonly string[]): string {
  const part = `${key} ${operator} ${value}`;
  return known.includes(operator)
    ? t('query.ad-hoc.value', 'The filter {{part}} has a value that the field cannot have.', {
        part,
        interpolation: { escapeValue: false },
      })
    : t('query.ad-hoc.operator', 'The filter {{part}} has an operator that the field does not have: use {{known}}.', {
        part,
        known: known.join(' '),
        interpolation: { escapeValue: false },
      });
}
