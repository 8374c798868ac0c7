import type { JsonIndex } from '../json/json-index.ts';
import { childrenOf, kindOf, nameOf, rawOf, stringOf } from '../json/json-value.ts';
import type { Language } from './language.ts';

/** Deeper values are not written as program text: no request has them, and they would exceed the stack. */
const MAX_DEPTH = 200;

/**
 * A recorded value as program text. Numbers keep their notation.
 *
 * @param depth levels that the text is indented by
 * @throws RangeError if the value is too deep
 */
export function literalOf(index: JsonIndex, value: number, language: Language, depth: number): string {
  if (depth > MAX_DEPTH) {
    throw new RangeError('The value is too deep.');
  }
  switch (kindOf(index, value)) {
    case 'object': {
      const members = new Map<string, string>();
      for (const child of childrenOf(index, value)) {
        members.set(nameOf(index, child) ?? '', literalOf(index, child, language, depth + 1));
      }
      return language.object([...members], depth);
    }
    case 'list':
      return language.list(
        [...childrenOf(index, value)].map((child) => literalOf(index, child, language, depth + 1)),
        depth,
      );
    case 'string':
      return language.text(stringOf(index, value) ?? '');
    case 'number':
      return language.number(rawOf(index, value));
    case 'literal':
      return language.literal(rawOf(index, value));
  }
}
