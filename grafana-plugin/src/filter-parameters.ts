import {
  isQuoted,
  isTextCondition,
  parseCondition,
  printSearch,
  quote,
  type FilterCondition,
} from '@tokentrail/usage-store';
import {
  FILTER_FIELDS,
  filterOfText,
  inOrder,
  isTooLong,
  listsValues,
  NO_FILTER,
  stateOf,
  textOf,
  valuesCondition,
  type FilterField,
  type FilterState,
} from './filters/filters.ts';
import {
  isReadable,
  textParameter,
  writeParameters,
  type Parameter,
  type Parameters,
  type Texts,
  type UrlProblem,
} from './url-codec.ts';

/** Conditions by field: one URL parameter each. */
type FilterParameters = Record<FilterField, readonly FilterCondition[]>;

/** The filter in a URL: conditions by field, and the words of the search. */
export type UrlFilter = FilterParameters & { q: string };

const NO_CONDITIONS: readonly FilterCondition[] = [];

/**
 * One parameter for each field: `model=a&model=b` selects either, `-model=c` excludes. Numbers are comparisons, which are
 * ANDed: `duration=>2s`. The text `""` is the empty value: not reported.
 */
const FILTER_PARAMETERS = Object.fromEntries(
  FILTER_FIELDS.map((field) => [field, filterParameter(field)]),
) as unknown as Parameters<FilterParameters>;

export const URL_FILTER: Parameters<UrlFilter> = {
  ...FILTER_PARAMETERS,
  q: textParameter(NO_FILTER.q, (text) => filterOfText(text).problems.length === 0),
};

/** The filter of a URL. The search may contain conditions too. Null if it is too long to be applied. */
export function filterInUrl(state: UrlFilter): FilterState | null {
  const { filter } = filterOfText(state.q);
  const conditions = inOrder([...FILTER_FIELDS.flatMap((field) => state[field]), ...filter.conditions]);
  const whole = { conditions, terms: filter.terms };
  return isTooLong(whole) ? null : stateOf(whole);
}

/** The parameters of a filter that is too long. */
export function filtersIn(state: UrlFilter): UrlProblem[] {
  const texts = writeParameters<UrlFilter>(URL_FILTER, state);
  return [...new Set(texts.keys())].map((name) => ({ kind: 'too_long', name, texts: texts.getAll(name) }));
}

/**
 * The filter by parameters. Values of one parameter are ORed, so a second condition that includes values of the same field
 * is written in the search.
 */
export function urlFilterOf({ conditions, q }: FilterState): UrlFilter {
  const byField = Object.fromEntries(FILTER_FIELDS.map((field) => [field, [] as FilterCondition[]])) as Record<
    FilterField,
    FilterCondition[]
  >;
  const inSearch: FilterCondition[] = [];
  for (const condition of inOrder(conditions)) {
    const others = byField[condition.field];
    const isSecond = !('comparison' in condition) && others.some(({ exclude }) => exclude === condition.exclude);
    (isSecond ? inSearch : others).push(condition);
  }
  const { terms } = filterOfText(q).filter;
  return { ...byField, q: textOf({ conditions: inSearch, terms }) };
}

/** A variable of a dashboard in a URL: `var-model=gpt-4o`. */
const VARIABLE = /^var-(.+)$/;
/** The values that stand for no choice. */
const ALL_VALUES: readonly string[] = ['', 'All', '$__all'];

/**
 * The query string of a page with the variables of a dashboard that led to it as filters and data source: those with the
 * name of such a parameter. Others, and "All", are left out. Null if there are no variables.
 */
export function withoutVariables(search: URLSearchParams): URLSearchParams | null {
  const entries = [...search];
  if (!entries.some(([name]) => VARIABLE.test(name))) {
    return null;
  }
  return new URLSearchParams(
    entries.flatMap(([name, text]) => {
      const variable = VARIABLE.exec(name)?.[1];
      if (variable === undefined) {
        return [[name, text]];
      }
      const isParameter = variable === 'ds' || FILTER_FIELDS.some((field) => field === variable);
      return isParameter && !ALL_VALUES.includes(text) ? [[variable, text]] : [];
    }),
  );
}

function filterParameter(field: FilterField): Parameter<readonly FilterCondition[]> {
  return {
    fallback: NO_CONDITIONS,
    parse: ({ included, excluded }) => {
      const includes = included.length === 0 ? [] : conditionsOf(field, included);
      const excludes = excluded.length === 0 ? [] : conditionsOf(field, excluded);
      return includes && excludes
        ? inOrder([...includes, ...excludes.map((condition) => ({ ...condition, exclude: true }))])
        : undefined;
    },
    format: (conditions) => ({
      included: conditions.filter(({ exclude }) => exclude !== true).flatMap(textsOf),
      excluded: conditions.filter(({ exclude }) => exclude === true).flatMap(textsOf),
    }),
  };
}

/** Undefined if a text cannot be read. */
function conditionsOf(field: FilterField, texts: Texts['included']): FilterCondition[] | undefined {
  const read = texts.map((text) => (isReadable(text) ? conditionOf(field, text) : undefined));
  const conditions = read.filter((condition) => condition !== undefined);
  if (conditions.length < read.length) {
    return undefined;
  }
  if (field === 'stream') {
    return conditions.length === 1 ? conditions : undefined;
  }
  const lists = conditions.filter(listsValues);
  const [first] = lists;
  return first === undefined
    ? conditions
    : [
        valuesCondition(
          first.field,
          lists.flatMap(({ values }) => [...values]),
        ),
      ];
}

/** The condition of one text. A name is written as it is, so that an address is easy to write. */
function conditionOf(field: FilterField, text: string): FilterCondition | undefined {
  const condition = parseCondition(field, isName(field) && !isQuoted(text) ? quote(text) : text);
  return typeof condition === 'string' ? undefined : condition;
}

/** Whether the values of a field may be any text. */
function isName(field: FilterField): boolean {
  const probe = parseCondition(field, '""');
  return typeof probe === 'object' && isTextCondition(probe);
}

function textsOf(condition: FilterCondition): string[] {
  if (isTextCondition(condition) && isName(condition.field)) {
    // A name in quotes would be read without them.
    return condition.values.map((value) => (value === '' || isQuoted(value) ? quote(value) : value));
  }
  if (listsValues(condition)) {
    return [...condition.values];
  }
  const text = printSearch({ terms: [], conditions: [condition] });
  return [text.slice(text.indexOf(':') + 1)];
}
