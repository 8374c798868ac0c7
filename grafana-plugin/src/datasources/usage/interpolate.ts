import type { ScopedVars } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import {
  FIELD_NAMES,
  isQuoted,
  NUMBER_FIELDS,
  parseSearch,
  partsOf,
  printSearch,
  quote,
  splitValues,
  StoreError,
  type SearchPart,
} from '@tokentrail/usage-store';

/** A variable in a text, as Grafana writes it: `$name`, `[[name]]`, `${name}`, each of the last two with a format. */
const REFERENCE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.[^:^}]+)?(?::([^}]+))?\}/g;

/** What a variable stands for. */
interface Variable {
  values: readonly string[];
  /** Whether the values come from data. Otherwise the dashboard's author or reader writes them as a search. */
  isData: boolean;
}

/**
 * Replaces the variables of a search text, so that a value never changes the meaning of the rest.
 *
 * - In the value of a condition (`model:$model`), several values select either. Each is quoted if necessary.
 * - As a word, a variable with values from data is a phrase. Any other (text box, constant, custom) is a search.
 * - A part whose variable is "All" or empty is left out: it filters nothing.
 * - A variable with a format of its own (`${model:csv}`) is replaced as Grafana does it.
 *
 * Throws a `StoreError` of kind `search` if the text of a variable cannot be read as a search.
 */
export function interpolateSearch(text: string, scopedVars: ScopedVars): string {
  const formatted = text.replace(REFERENCE, (match, ...[, , bracketed, , braced]: (string | undefined)[]) =>
    bracketed === undefined && braced === undefined ? match : getTemplateSrv().replace(match, scopedVars),
  );
  return partsOf(formatted)
    .map((part) => interpolatePart(part, scopedVars))
    .filter((part) => part !== '')
    .join(' ');
}

/** Whether a text has variables. */
export function hasVariables(text: string): boolean {
  return text.search(REFERENCE) !== -1;
}

function interpolatePart({ text, exclude }: SearchPart, scopedVars: ScopedVars): string {
  const sign = exclude ? '-' : '';
  const variables = new Map<string, Variable>();
  for (const [match, ...names] of text.matchAll(REFERENCE)) {
    const variable = variableOf(match, names[0] ?? names[1] ?? names[3] ?? '', scopedVars);
    if (variable === null) {
      return '';
    }
    variables.set(match, variable);
  }
  if (variables.size === 0) {
    return sign + text;
  }
  const [, name = '', value = ''] = /^([a-z_]+):(.*)$/is.exec(text) ?? [];
  const field = name.toLowerCase();
  if (FIELD_NAMES.includes(field)) {
    const values = (splitValues(value) ?? [value]).flatMap((one) => expand(one, variables));
    return `${sign}${field}:${isNumber(field) ? values.join(',') : printValues(values)}`;
  }
  const whole = variables.get(text);
  if (whole !== undefined && !whole.isData) {
    return readableSearch(sign + whole.values.join(' '));
  }
  const words = isQuoted(text) ? text.slice(1, -1) : text;
  return expand(words, variables)
    .map((word) => sign + quote(word))
    .join(' ');
}

/** The values of a variable; null if it is "All" or empty. */
function variableOf(match: string, name: string, scopedVars: ScopedVars): Variable | null {
  let found: Variable | undefined;
  const text = getTemplateSrv().replace(match, scopedVars, (value: unknown, variable?: { type?: string }) => {
    found = { values: [value].flat().map(String), isData: variable?.type === 'query' };
    return '';
  });
  // Grafana does not format variables that it does not know, nor the custom value of "All".
  const { values, isData } = found ?? { values: [text], isData: true };
  const inUrl = new URLSearchParams(getTemplateSrv().replace(`\${${name}:queryparam}`, scopedVars)).getAll(
    `var-${name}`,
  );
  const isAll = inUrl.includes('$__all') || (found === undefined && inUrl.includes('All'));
  const set = values.filter((value) => value !== '');
  return isAll || set.length === 0 ? null : { values: set, isData };
}

/** The texts that a text with variables stands for: one for each combination of their values. */
function expand(text: string, variables: ReadonlyMap<string, Variable>): string[] {
  let texts = [''];
  let at = 0;
  for (const { 0: match, index } of text.matchAll(REFERENCE)) {
    const before = text.slice(at, index);
    const values = variables.get(match)?.values ?? [match];
    texts = texts.flatMap((begin) => values.map((value) => begin + before + value));
    at = index + match.length;
  }
  return texts.map((begin) => begin + text.slice(at));
}

function isNumber(field: string): boolean {
  return (NUMBER_FIELDS as readonly string[]).includes(field);
}

function printValues(values: readonly string[]): string {
  return printSearch({ terms: [], conditions: [{ field: 'model', values }] }).slice('model:'.length);
}

/** A text that is read as a search of its own, so that an open quote in it cannot enclose what follows. */
function readableSearch(text: string): string {
  const [problem] = parseSearch(text).problems;
  if (problem !== undefined) {
    throw new StoreError('search', problem.message);
  }
  return text;
}
