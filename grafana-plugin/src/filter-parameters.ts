import {
  isQuoted,
  isTextCondition,
  parseCondition,
  printSearch,
  quote,
  type FilterCondition,
} from '@tokentrail/usage-store';
import { isReadable, type Parameter, type Parameters, type Texts } from './url-codec.ts';
import { FILTER_FIELDS, inOrder, listsValues, valuesCondition, type FilterField } from './usage-log/filters.ts';

/** Conditions by field: one URL parameter each. */
export type FilterParameters = Record<FilterField, readonly FilterCondition[]>;

const NO_CONDITIONS: readonly FilterCondition[] = [];

/**
 * One parameter for each field: `model=a&model=b` selects either, `-model=c` excludes. Numbers are comparisons, which are
 * ANDed: `duration=>2s`. The text `""` is the empty value: not reported.
 */
export const FILTER_PARAMETERS = Object.fromEntries(
  FILTER_FIELDS.map((field) => [field, filterParameter(field)]),
) as unknown as Parameters<FilterParameters>;

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
