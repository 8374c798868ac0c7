import type { Lane } from './lanes.ts';
import { refusal } from './clickhouse-error.ts';
import { quoteString, takeFormat, tokenize, type Token } from './sql-text.ts';

export interface Canonical {
  /** The statement as the engine formats it, without FORMAT. */
  statement: string;
  /** The format that the statement names; null if none. */
  format: string | null;
}

/**
 * Clauses that reach outside a query, refused anywhere in a statement. No name of our schema is one of these words, except the
 * table `settings`, which a query must therefore qualify: a word after a point is a name and begins no clause.
 */
const REFUSED_WORDS: ReadonlySet<string> = new Set(['INTO', 'OUTFILE', 'SETTINGS', 'PARALLEL']);

/** Matches characters in a quoted name that could forge another part of the printed syntax tree. */
const FORGING = /[\\\p{Cc}\u2028\u2029]| \((?:alias|children) /u;

/**
 * Formats one statement with the engine's own parser. The statement is passed as a string to a function that only
 * formats, so that nothing runs before it is checked.
 */
export async function canonicalOf(lane: Lane, sql: string): Promise<Canonical> {
  const formatted = await lane.run(`SELECT formatQuerySingleLine(${quoteString(sql)})`, 'TSVRaw');
  return takeFormat(formatted.toString().trim());
}

function isPoint(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && token.text === '.';
}

/** Refuses (code 497) by its words a statement that is not a plain SELECT. The syntax tree is checked separately. */
export function requireSelect(statement: string): void {
  const tokens = tokenize(statement);
  const first = tokens.find((token) => token.text !== '(');
  if (first?.kind !== 'word' || (first.text !== 'SELECT' && first.text !== 'WITH')) {
    throw refusal(497, 'Not enough privileges: only SELECT is served here');
  }
  const refused = tokens.find(
    (token, index) =>
      token.kind === 'word' && REFUSED_WORDS.has(token.text.toUpperCase()) && !isPoint(tokens[index - 1]),
  );
  if (refused !== undefined) {
    throw refusal(497, `Not enough privileges: ${refused.text} is not served here`);
  }
  // The syntax tree is read line by line: a quoted name with a line break could forge a line, or the end of one.
  if (tokens.some((token) => token.kind === 'quoted' && FORGING.test(token.text))) {
    throw refusal(497, 'Not enough privileges: a name with such characters is not served here');
  }
}
