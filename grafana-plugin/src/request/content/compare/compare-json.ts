import type { JsonIndex } from '../json/json-index.ts';
import { elementsOf, childrenOf, kindOf, memberOf, pathOf, rawNameOf, rawOf } from '../json/json-value.ts';
import { aligned } from './align.ts';
import { partOf, type ComparedPart } from './compared.ts';

interface Pair {
  before: number;
  after: number;
}

/** More differences are not listed. */
export const MAX_DIFFERENCES = 500;

/**
 * The parts in which two JSON texts differ, as they were recorded. Objects are compared by names; of lists, equal elements at both
 * ends are left out, and the rest is compared by position, or by what the elements are if one list has more. At most
 * `MAX_DIFFERENCES`.
 */
export function compareJson(before: JsonIndex, after: JsonIndex): ComparedPart[] {
  const found: ComparedPart[] = [];
  const open: Pair[] = [{ before: 0, after: 0 }];
  const report = ({ before: one, after: other }: Pair) =>
    found.push(
      partOf(
        other < 0 ? pathOf(before, one) : pathOf(after, other),
        one < 0 ? null : rawOf(before, one),
        other < 0 ? null : rawOf(after, other),
      ),
    );
  for (let pair = open.pop(); pair !== undefined && found.length < MAX_DIFFERENCES; pair = open.pop()) {
    if (pair.before < 0 || pair.after < 0) {
      report(pair);
      continue;
    }
    if (rawOf(before, pair.before) === rawOf(after, pair.after)) {
      continue;
    }
    const kind = kindOf(before, pair.before);
    if (kind !== kindOf(after, pair.after) || (kind !== 'object' && kind !== 'list')) {
      report(pair);
      continue;
    }
    const inside = kind === 'object' ? membersOf(before, after, pair) : elementPairs(before, after, pair);
    // The last one is compared first.
    open.push(...inside.reverse());
  }
  return found;
}

/** The members of two objects by name; one of a name that occurs several times by its position. */
function membersOf(before: JsonIndex, after: JsonIndex, pair: Pair): Pair[] {
  const others = namedValues(after, pair.after);
  const pairs = [...namedValues(before, pair.before)].map(([name, value]): Pair => {
    const other = others.get(name) ?? -1;
    others.delete(name);
    return { before: value, after: other };
  });
  return [...pairs, ...[...others.values()].map((value) => ({ before: -1, after: value }))];
}

function namedValues(index: JsonIndex, object: number): Map<string, number> {
  const values = new Map<string, number>();
  const occurrences = new Map<string, number>();
  for (const value of childrenOf(index, object)) {
    const name = rawNameOf(index, value) ?? '';
    const occurrence = occurrences.get(name) ?? 0;
    occurrences.set(name, occurrence + 1);
    values.set(`${occurrence} ${name}`, value);
  }
  return values;
}

function elementPairs(before: JsonIndex, after: JsonIndex, pair: Pair): Pair[] {
  const [ones, others] = [elementsOf(before, pair.before), elementsOf(after, pair.after)];
  const isSame = (one: number | undefined, other: number | undefined) =>
    one !== undefined && other !== undefined && rawOf(before, one) === rawOf(after, other);
  let start = 0;
  while (isSame(ones[start], others[start])) {
    start += 1;
  }
  let end = 0;
  while (end < Math.min(ones.length, others.length) - start && isSame(ones.at(-1 - end), others.at(-1 - end))) {
    end += 1;
  }
  const [left, right] = [ones.slice(start, ones.length - end), others.slice(start, others.length - end)];
  const likeness = (one: number, other: number) =>
    rawOf(before, one) === rawOf(after, other) ? 3 : roleOf(before, one) === roleOf(after, other) ? 1 : 0;
  return left.length === right.length
    ? left.map((one, position) => ({ before: one, after: right[position] ?? -1 }))
    : aligned(left, right, likeness).map(([one = -1, other = -1]) => ({ before: one, after: other }));
}

/** What an element of a list is: the role of a message, otherwise its kind. */
function roleOf(index: JsonIndex, value: number): string {
  const role = memberOf(index, value, 'role');
  return role < 0 ? kindOf(index, value) : rawOf(index, role);
}
