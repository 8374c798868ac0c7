import {
  isIdField,
  isTextCondition,
  SEARCH_LIMITS,
  NUMBER_FIELDS,
  parseSearch,
  printSearch,
  type FilterCondition,
  type RecordFilter,
  type SearchProblem,
  type SearchTerm,
  type StateCondition,
  type StatusCondition,
  type TextCondition,
} from '@tokentrail/usage-store';

/** The filter of the usage log in its URL: search text, controls and address are three forms of it. */
export interface FilterState {
  /** In the order of `FILTER_FIELDS`, as `inOrder` returns them. */
  conditions: readonly FilterCondition[];
  /** The words, phrases and paths of the search, as `printSearch` writes them. */
  q: string;
}

/** The filter with its words parsed. A record meets all conditions and all terms. */
export interface LogFilter {
  conditions: readonly FilterCondition[];
  terms: readonly SearchTerm[];
}

export type FilterField = FilterCondition['field'];
/** Conditions that list values. */
export type ValuesCondition = TextCondition | StateCondition | StatusCondition;
/** Fields whose conditions list values. */
export type ValuesField = ValuesCondition['field'];

export const NO_FILTER: FilterState = { conditions: [], q: '' };

/** All fields of filters, in the order of controls, texts and addresses. */
export const FILTER_FIELDS: readonly FilterField[] = [
  'model',
  'request_model',
  'response_model',
  'key',
  'key_name',
  'group',
  'user',
  'provider',
  'state',
  'status',
  'type',
  'call_type',
  'source',
  'service',
  'environment',
  'tag',
  'endpoint',
  'stream',
  ...NUMBER_FIELDS,
  'error',
  'request',
  'trace',
  'response',
  'session',
  'conversation',
  'ip',
  'agent',
];

export function isFilterField(name: string): name is FilterField {
  return (FILTER_FIELDS as readonly string[]).includes(name);
}

export function listsValues(condition: FilterCondition): condition is ValuesCondition {
  return isTextCondition(condition) || condition.field === 'state' || condition.field === 'status';
}

export function filterOf({ conditions, q }: FilterState): LogFilter {
  return { conditions, terms: parseSearch(q).terms };
}

export function stateOf({ conditions, terms }: LogFilter): FilterState {
  return { conditions: inOrder(conditions), q: printSearch({ terms, conditions: [] }) };
}

/** The filter as one search text. */
export function textOf(filter: LogFilter): string {
  return printSearch(filter);
}

/** Reads a search text. With problems, the filter contains only what could be read. */
export function filterOfText(text: string): { filter: LogFilter; problems: readonly SearchProblem[] } {
  const { terms, conditions, problems } = parseSearch(text);
  const filter = { conditions: inOrder(conditions), terms };
  return { filter, problems: problems.length === 0 && isTooLong(filter) ? [TOO_LONG] : problems };
}

/**
 * Maximum length of a filter in a URL. Servers in front of Grafana or of a store reject a request line of more than 8 KiB,
 * in which other parameters need space too.
 */
const MAX_URL_LENGTH = 6_000;

export const TOO_LONG: SearchProblem = { part: '', reason: 'length', message: 'Choose fewer values.' };

/** Whether a URL cannot hold the filter. */
export function isTooLong(filter: LogFilter): boolean {
  return (
    filter.conditions.length > SEARCH_LIMITS.conditions ||
    new URLSearchParams({ q: textOf(filter) }).toString().length > MAX_URL_LENGTH
  );
}

/** Whether both states select the same records. */
export function isSameFilter(a: FilterState, b: FilterState): boolean {
  return a.q === b.q && JSON.stringify(inOrder(a.conditions)) === JSON.stringify(inOrder(b.conditions));
}

/** The filter as the store reads it. */
export function recordFilterOf({ conditions, q }: FilterState): RecordFilter {
  return { ...(conditions.length > 0 && { conditions }), ...(q !== '' && { search: q }) };
}

/**
 * The conditions in their one form: in the order of `FILTER_FIELDS`, those that include before those that exclude. Values
 * excluded by several conditions are in one. Names are compared as a search compares them.
 */
export function inOrder(conditions: readonly FilterCondition[]): FilterCondition[] {
  const sorted = conditions.map(normalised).sort((a, b) => orderOf(a) - orderOf(b));
  const result: FilterCondition[] = [];
  for (const condition of sorted) {
    const last = result.at(-1);
    const merged = last && withExcluded(last, condition);
    if (merged) {
      result[result.length - 1] = merged;
    } else if (!result.some((other) => JSON.stringify(other) === JSON.stringify(condition))) {
      result.push(condition);
    }
  }
  return result;
}

function orderOf({ field, exclude }: FilterCondition): number {
  return FILTER_FIELDS.indexOf(field) * 2 + (exclude === true ? 1 : 0);
}

function normalised(condition: FilterCondition): FilterCondition {
  const excluded = condition.exclude === true ? { exclude: true } : {};
  if (!listsValues(condition)) {
    return 'comparison' in condition
      ? { field: condition.field, comparison: condition.comparison, value: condition.value, ...excluded }
      : { field: condition.field, value: condition.value, ...excluded };
  }
  return { ...valuesCondition(condition.field, condition.values), ...excluded };
}

/** A condition on a field whose conditions list values; names are compared as a search compares them. */
export function valuesCondition(field: ValuesField, values: readonly string[]): ValuesCondition {
  const unique = [...new Set(values)];
  switch (field) {
    case 'state':
      return { field, values: unique as StateCondition['values'] };
    case 'status':
      return { field, values: unique };
    default:
      // As `parseSearch` returns it: ids and types are compared exactly.
      return { field, values: unique, ...(field !== 'type' && !isIdField(field) && { folded: true }) };
  }
}

/** `a` with the values that `b` excludes too; undefined if they are not two such conditions on one field. */
function withExcluded(a: FilterCondition, b: FilterCondition): FilterCondition | undefined {
  if (!listsValues(a) || !listsValues(b) || a.field !== b.field || a.exclude !== true || b.exclude !== true) {
    return undefined;
  }
  return { ...valuesCondition(a.field, [...a.values, ...b.values]), exclude: true };
}

/** The values of a field that the first of its conditions includes, and those that are excluded. */
export function valuesOf(conditions: readonly FilterCondition[], field: ValuesField) {
  const ofField = conditions.filter(listsValues).filter((condition) => condition.field === field);
  return {
    included: ofField.find(({ exclude }) => exclude !== true)?.values ?? [],
    excluded: ofField.filter(({ exclude }) => exclude === true).flatMap(({ values }) => [...values]),
  };
}

/** How a value takes part in a filter; null: not at all. */
export type ValueUse = 'include' | 'exclude' | null;

/** Includes a value besides the others of its field, or excludes it, or removes it from the filter. */
export function withValue(
  conditions: readonly FilterCondition[],
  field: ValuesField,
  value: string,
  use: ValueUse,
): FilterCondition[] {
  const { included, excluded } = valuesOf(conditions, field);
  const without = (values: readonly string[]) => values.filter((other) => other !== value);
  return withValues(conditions, field, {
    included: use === 'include' ? [...without(included), value] : without(included),
    excluded: use === 'exclude' ? [...without(excluded), value] : without(excluded),
  });
}

/** Replaces the values of a field. Further conditions that include values of the field stay. */
export function withValues(
  conditions: readonly FilterCondition[],
  field: ValuesField,
  { included, excluded }: { included: readonly string[]; excluded: readonly string[] },
): FilterCondition[] {
  const first = conditions.find((condition) => condition.field === field && condition.exclude !== true);
  const others = conditions.filter(
    (condition) => condition.field !== field || (condition.exclude !== true && condition !== first),
  );
  return inOrder([
    ...(included.length > 0 ? [valuesCondition(field, included)] : []),
    ...others,
    ...(excluded.length > 0 ? [{ ...valuesCondition(field, excluded), exclude: true }] : []),
  ]);
}

/** Adds a condition. One that lists values adds them to those of the field. */
export function withCondition(conditions: readonly FilterCondition[], condition: FilterCondition): FilterCondition[] {
  if (!listsValues(condition)) {
    return inOrder([...conditions, condition]);
  }
  const use = condition.exclude === true ? 'exclude' : 'include';
  return condition.values.reduce<FilterCondition[]>(
    (all, value) => withValue(all, condition.field, value, use),
    [...conditions],
  );
}

/**
 * Selects those of the records that meet further conditions too. One that includes some of the values of another condition
 * replaces it, because both together mean the same.
 */
export function narrowedBy(
  conditions: readonly FilterCondition[],
  further: readonly FilterCondition[],
): FilterCondition[] {
  const isWider = (a: FilterCondition, b: FilterCondition) =>
    listsValues(a) &&
    listsValues(b) &&
    a.field === b.field &&
    a.exclude !== true &&
    b.exclude !== true &&
    b.values.every((value) => (a.values as readonly string[]).includes(value));
  return inOrder([...conditions.filter((one) => !further.some((other) => isWider(one, other))), ...further]);
}

/** Removes one of the conditions, which is identified by its content. */
export function without(conditions: readonly FilterCondition[], condition: FilterCondition): FilterCondition[] {
  const removed = JSON.stringify(normalised(condition));
  return conditions.filter((other) => JSON.stringify(normalised(other)) !== removed);
}
