import { foldText } from './fold-text.ts';
import { isTextCondition, type FilterCondition } from './record-filter.ts';
import { parseSearch, type ParsedSearch, type SearchTerm } from './search.ts';
import { printNumber } from './search-condition.ts';
import { quote } from './search-quotes.ts';

/** Prints a search as a text that `parseSearch` reads with the same meaning: for a page that keeps text and controls in step. */
export function printSearch({ terms, conditions }: Pick<ParsedSearch, 'terms' | 'conditions'>): string {
  return [...terms.map(printTerm), ...conditions.map(printCondition)].join(' ');
}

function printTerm({ text, segments, exclude }: SearchTerm): string {
  const sign = exclude === true ? '-' : '';
  const asWord = parseSearch(sign + text);
  const [term] = asWord.terms;
  const isWord =
    asWord.terms.length === 1 &&
    asWord.conditions.length === 0 &&
    asWord.problems.length === 0 &&
    term?.text === text &&
    term.exclude === exclude &&
    term.segments.join('/') === segments.join('/') &&
    term.segments.length === segments.length;
  // The word `error/` would be the condition on failures; its quoted text would include the slash.
  return sign + (isWord ? text : quote(foldText(text) === segments[0] ? text : segments.join('/')));
}

function printCondition(condition: FilterCondition): string {
  return `${condition.exclude === true ? '-' : ''}${condition.field}:${printValue(condition)}`;
}

function printValue(condition: FilterCondition): string {
  if ('comparison' in condition) {
    const comparison = condition.comparison === '=' ? '' : condition.comparison;
    return comparison + printNumber(condition.field, condition.value);
  }
  if (condition.field === 'stream') {
    return condition.value ? 'yes' : 'no';
  }
  return condition.values.map((value) => (isTextCondition(condition) ? printText(value) : value)).join(',');
}

function printText(value: string): string {
  return /^[^\s",<>=][^\s",]*$/.test(value) ? value : quote(value);
}
