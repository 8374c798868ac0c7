import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked, type Token } from 'marked';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A block of code of a page. */
export interface Block {
  /** Path of the page, from the root of the repository. */
  page: string;
  /** The line of its opening backticks, from 1. */
  line: number;
  /** Empty if none is named. */
  language: string;
  text: string;
  /** The comment (`<!-- … -->`) directly above the block. */
  note: string | null;
}

export interface Page {
  path: string;
  blocks: readonly Block[];
  /** Targets of links and images, as written. */
  links: readonly string[];
  /** The ids that GitHub gives to the headings. */
  anchors: ReadonlySet<string>;
  /** The texts in backticks. */
  codeSpans: readonly string[];
}

/** Reads a page by its path from the root of the repository. */
export function readPage(path: string): Page {
  return pageOf(path, readFileSync(join(ROOT, path), 'utf8'));
}

export function pageOf(path: string, text: string): Page {
  const tokens = flattened(marked.lexer(text));
  const lines = openingLines(text);
  return {
    path,
    blocks: tokens.flatMap((token, index) =>
      token.type === 'code'
        ? [
            {
              page: path,
              line: lines.shift() ?? 0,
              language: languageOf(token),
              text: token['text'] as string,
              note: noteAbove(tokens, index),
            },
          ]
        : [],
    ),
    links: tokens.flatMap((token) =>
      token.type === 'link' || token.type === 'image' ? [token['href'] as string] : [],
    ),
    anchors: anchorsOf(tokens),
    codeSpans: tokens.flatMap((token) => (token.type === 'codespan' ? [token['text'] as string] : [])),
  };
}

/** All tokens in the order of the text, without the blank lines between them. */
function flattened(tokens: readonly Token[]): Token[] {
  const all: Token[] = [];
  marked.walkTokens([...tokens], (token) => void all.push(token));
  return all.filter(({ type }) => type !== 'space');
}

/** The lines of the opening backticks: each first one of two. */
function openingLines(text: string): number[] {
  const marks = text.split('\n').flatMap((line, index) => (/^\s*```/.test(line) ? [index + 1] : []));
  return marks.filter((_, index) => index % 2 === 0);
}

function languageOf(token: Token): string {
  return /^\S*/.exec((token as { lang?: string }).lang ?? '')?.[0] ?? '';
}

function noteAbove(tokens: readonly Token[], index: number): string | null {
  const above = tokens[index - 1];
  return above?.type === 'html' ? (/^<!--\s*([^]*?)\s*-->\s*$/.exec(above.raw)?.[1] ?? null) : null;
}

function anchorsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const token of tokens) {
    if (token.type !== 'heading') continue;
    const id = idOf(textOf(token));
    let free = id;
    for (let count = 1; anchors.has(free); count++) free = `${id}-${count}`;
    anchors.add(free);
  }
  return anchors;
}

/** The text of a heading without its marks. */
function textOf(token: Token): string {
  const inner = (token as { tokens?: Token[] }).tokens;
  return inner === undefined ? (token as unknown as { text: string }).text : inner.map(textOf).join('');
}

/** GitHub's rule for the id of a heading. */
function idOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
