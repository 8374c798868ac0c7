import { indexJson } from '../json/json-index.ts';
import { childrenOf, elementsOf, kindOf, nameOf, rawOf, stringOf } from '../json/json-value.ts';
import { comparisonOf, partOf, type Comparison } from './compared.ts';

/** A header as it was recorded; one that occurs several times has several values. */
export interface Header {
  name: string;
  values: readonly string[];
}

/** Reads a recorded set of headers, an object of texts or lists of texts. Null if it is something else. */
export function headersOf(text: string): Header[] | null {
  const index = indexJson(text);
  if (index === null || kindOf(index, 0) !== 'object') {
    return null;
  }
  return [...childrenOf(index, 0)].map((value) => ({
    name: nameOf(index, value) ?? '',
    values:
      kindOf(index, value) === 'list'
        ? elementsOf(index, value).map((one) => stringOf(index, one) ?? rawOf(index, one))
        : [stringOf(index, value) ?? rawOf(index, value)],
  }));
}

/** Headers that say how long to wait and how much is left. */
const LIMITS =
  /^(?:retry-after(?:-ms)?|x-should-retry|(?:x-|anthropic-)?ratelimit.*|x-ratelimit.*|x-ms-retry-after.*)$/i;

export function isLimitHeader({ name }: Pick<Header, 'name'>): boolean {
  return LIMITS.test(name);
}

/** Headers in the order in which they are shown: limits first, then by name. */
export function sortedHeaders<T extends Pick<Header, 'name'>>(headers: readonly T[]): T[] {
  return [...headers].sort(
    (a, b) =>
      Number(isLimitHeader(b)) - Number(isLimitHeader(a)) || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1),
  );
}

/** Compares headers by name, in any case: those received with those passed on. */
export function compareHeaders(received: readonly Header[], passedOn: readonly Header[]): Comparison {
  const [before, after] = [byName(received), byName(passedOn)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const parts = sortedHeaders(
    names.map((name) => partOf(name, before.get(name)?.join('\n') ?? null, after.get(name)?.join('\n') ?? null)),
  );
  const isSame = (part: { difference: string | null }) => Number(part.difference === 'same');
  return comparisonOf(parts.sort((a, b) => isSame(a) - isSame(b)));
}

function byName(headers: readonly Header[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const header of headers) {
    const name = header.name.toLowerCase();
    values.set(name, [...(values.get(name) ?? []), ...header.values]);
  }
  return values;
}
