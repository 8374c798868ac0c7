import { isScalar, Lexer, visit, type Document } from 'yaml';

/** The deepest that a price file goes is about ten. */
export const MOST_LEVELS = 50;

/** Tokens of the lexer that are no characters of the text. */
const NO_CHARACTERS = new Set(['\u0002', '\u0018', '\u001f']);
const OPENS = new Set(['[', '{']);
const CLOSES = new Set([']', '}']);
/** One more level each, on one line. */
const COMPACT = new Set(['-', '?', ':']);

/**
 * Where `text` is nested too deeply; undefined when it is not. The parser recurses, so this looks at the tokens before it
 * does. Levels of blocks are not counted: their indentation grows with each, so the length of a file bounds them.
 */
export function findTooDeep(text: string): { line: number; column: number } | undefined {
  let offset = 0;
  let flow = 0;
  let compact = 0;
  for (const token of new Lexer().lex(text)) {
    if (OPENS.has(token)) flow += 1;
    else if (CLOSES.has(token)) flow -= 1;
    else if (flow === 0 && COMPACT.has(token)) compact += 1;
    if (flow + compact > MOST_LEVELS) return positionOf(text, offset);
    if (token.includes('\n')) compact = 0;
    if (!NO_CHARACTERS.has(token)) offset += token.length;
  }
  return undefined;
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The first key that stands twice in one map. */
export function findDoubleKey(yaml: Document): { key: string; offset: number } | undefined {
  let found: { key: string; offset: number } | undefined;
  visit(yaml, {
    Map(_key, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        if (seen.has(value) && isScalar(key)) {
          found = { key: String(value).slice(0, 100), offset: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        seen.add(value);
      }
      return undefined;
    },
  });
  return found;
}

export function firstAlias(yaml: Document): number {
  let offset = 0;
  visit(yaml, {
    Alias(_key, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}
