import type { Lane } from './engine.ts';
import { refusal } from './clickhouse-error.ts';
import { quoteString, takeFormat, tokenize } from './sql-text.ts';

export interface Canonical {
  /** As the engine writes it, without FORMAT. */
  statement: string;
  /** The format the statement asked for. */
  format: string | null;
}

/** Clauses that reach out of the query, wherever they stand; a name of ours is none of these words. */
const REFUSED_WORDS: ReadonlySet<string> = new Set(['INTO', 'OUTFILE', 'SETTINGS', 'PARALLEL']);

/** In a quoted name: what could pass for another part of the printed tree. */
const FORGING = /[\\\p{Cc}\u2028\u2029]| \((?:alias|children) /u;

/**
 * One statement in the engine's own writing. Its parser, not ours, reads what came: it is handed over as a string to a
 * function that only formats, so that nothing runs before it was checked.
 */
export async function canonicalOf(lane: Lane, sql: string): Promise<Canonical> {
  const formatted = await lane.run(`SELECT formatQuerySingleLine(${quoteString(sql)})`, 'TSVRaw');
  return takeFormat(formatted.toString().trim());
}

/** Refuses (code 497) what is no plain SELECT by its words; the tree is checked apart. */
export function requireSelect(statement: string): void {
  const tokens = tokenize(statement);
  const first = tokens.find((token) => token.text !== '(');
  if (first?.kind !== 'word' || (first.text !== 'SELECT' && first.text !== 'WITH')) {
    throw refusal(497, 'Not enough privileges: only SELECT is served here');
  }
  const refused = tokens.find((token) => token.kind === 'word' && REFUSED_WORDS.has(token.text.toUpperCase()));
  if (refused !== undefined) {
    throw refusal(497, `Not enough privileges: ${refused.text} is not served here`);
  }
  // The syntax tree is read line by line: a name with a line break could stand for a line of it, another for its end.
  if (tokens.some((token) => token.kind === 'quoted' && FORGING.test(token.text))) {
    throw refusal(497, 'Not enough privileges: a name with such characters is not served here');
  }
}
