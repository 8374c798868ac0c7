import { isScalar, Lexer, visit, type Document } from 'yaml';

/** Maximum nesting; real price files have about ten levels. */
export const MAX_LEVELS = 50;

/** Lexer tokens that are not characters of the text. */
const CONTROL_TOKENS = new Set(['\u0002', '\u0018', '\u001f']);
const OPENS = new Set(['[', '{']);
const CLOSES = new Set([']', '}']);
/** Tokens that each add a level on the same line. */
const COMPACT = new Set(['-', '?', ':']);

/**
 * Position where `text` is nested too deeply; undefined if it is not. The parser recurses, so the tokens are checked
 * before parsing. Block levels are not counted: each needs more indentation, so the file length bounds them.
 */
export function findTooDeep(text: string): { line: number; column: number } | undefined {
  let offset = 0;
  let flow = 0;
  let compact = 0;
  for (const token of new Lexer().lex(text)) {
    if (OPENS.has(token)) flow += 1;
    else if (CLOSES.has(token)) flow -= 1;
    else if (flow === 0 && COMPACT.has(token)) compact += 1;
    if (flow + compact > MAX_LEVELS) return positionOf(text, offset);
    if (token.includes('\n')) compact = 0;
    if (!CONTROL_TOKENS.has(token)) offset += token.length;
  }
  return undefined;
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The first duplicate key of a map. */
export function findDuplicateKey(yaml: Document): { key: string; offset: number } | undefined {
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
