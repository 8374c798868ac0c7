import { refusal } from './clickhouse-error.ts';

/**
 * Tokens of SQL that the engine's `formatQuerySingleLine` wrote: no comments, no heredocs, one way of quoting. Only use
 * it on text from there.
 */
export interface Token {
  kind: 'word' | 'string' | 'quoted' | 'number' | 'parameter' | 'symbol';
  text: string;
  /** Offset in the statement. */
  at: number;
}

const PATTERNS: readonly [Token['kind'], RegExp][] = [
  ['parameter', /\{\s*\w+\s*:[^{}'"`]*(?:'[^'\\]*'[^{}'"`]*)*\}/y],
  ['word', /[A-Za-z_]\w*/y],
  ['number', /\d[\w.]*/y],
  ['string', /'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'/sy],
  ['quoted', /`[^`\\]*(?:(?:\\.|``)[^`\\]*)*`|"[^"\\]*(?:(?:\\.|"")[^"\\]*)*"/sy],
  ['symbol', /[-+*/%,.()[\]<>=!:?|@^&~{}]/y],
];

export function tokenize(canonical: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < canonical.length) {
    if (/\s/.test(canonical[at] ?? '')) {
      at += 1;
      continue;
    }
    const token = tokenAt(canonical, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(canonical: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(canonical)?.[0];
    if (text !== undefined) {
      return { kind, text, at };
    }
  }
  throw refusal(62, `The statement holds a character that is not served here: ${JSON.stringify(canonical[at])}`);
}

/** Quotes `text` as an SQL string literal. */
export function quoteString(text: string): string {
  if (text.includes('\0')) {
    throw refusal(36, 'A NUL character cannot be part of a query');
  }
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Splits a statement from its trailing `FORMAT x`. */
export function takeFormat(canonical: string): { statement: string; format: string | null } {
  const [keyword, name] = tokenize(canonical).slice(-2);
  if (keyword?.kind === 'word' && keyword.text === 'FORMAT' && name?.kind === 'word') {
    return { statement: canonical.slice(0, keyword.at).trimEnd(), format: name.text };
  }
  return { statement: canonical, format: null };
}

/**
 * Replaces each `{name:Type}` in the statement by its value as a literal. The engine binds parameters one query at a
 * time for the whole process, so one slow reader would delay all others.
 */
export function bindParameters(statement: string, values: ReadonlyMap<string, string>): string {
  let bound = '';
  let from = 0;
  for (const token of tokenize(statement)) {
    if (token.kind === 'parameter') {
      bound += statement.slice(from, token.at) + literalOf(token.text, values);
      from = token.at + token.text.length;
    }
  }
  return bound + statement.slice(from);
}

function literalOf(placeholder: string, values: ReadonlyMap<string, string>): string {
  const [, name = '', type = ''] = /^\{\s*(\w+)\s*:\s*(.*?)\s*\}$/s.exec(placeholder) ?? [];
  const value = values.get(name);
  if (value === undefined) {
    throw refusal(456, `Substitution \`${name}\` is not set`);
  }
  if (type === 'Identifier') {
    throw refusal(497, `Parameter \`${name}\`: an identifier cannot be a parameter here`);
  }
  if (/^U?Int\d+$/.test(type) && /^\d{1,20}$/.test(value)) {
    return type === 'UInt64' || type === 'Int64' ? `_CAST(${value}, '${type}')` : value;
  }
  if (value === '\\N' && type.startsWith('Nullable(')) {
    return `_CAST(NULL, ${quoteString(type)})`;
  }
  const text = /^(?:Array|Map|Tuple)\(/.test(type) ? value : unescapeTsv(value);
  return type === 'String' ? quoteString(text) : `_CAST(${quoteString(text)}, ${quoteString(type)})`;
}

const TSV_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  r: '\r',
  n: '\n',
  t: '\t',
  '0': '\0',
};

/** Decodes a parameter, which arrives in the form of a TSV field. */
function unescapeTsv(text: string): string {
  return text.replace(/\\(.)/gs, (_all, char: string) => TSV_ESCAPES[char] ?? char);
}
