import { FIELD_NAMES } from './search-condition.ts';

/** A part of a search: a word, a phrase, or a condition. */
export interface SearchPart {
  /** Without the leading `-`. May have quoted sections. */
  text: string;
  exclude: boolean;
  /** Position of `text` in the search. */
  start: number;
}

/** Splits a text at white space outside quotes. A quote begins a quoted section only where a value begins. */
export function partsOf(text: string): SearchPart[] {
  const quoted = String.raw`"(?:[^"\\]|\\.)*(?:"|$)`;
  const value = String.raw`(?:${quoted}|[^\s",][^\s,]*|)`;
  const pattern = new RegExp(
    String.raw`(?:${FIELD_NAMES.join('|')}):(?:[<>=]*)${value}(?:,${value})*|${quoted}|\S+`,
    'giuy',
  );
  const parts: SearchPart[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const exclude = /^-[^\s-]/.test(text.slice(at, at + 2));
    const start = exclude ? at + 1 : at;
    pattern.lastIndex = start;
    const [found = ''] = pattern.exec(text) ?? [];
    parts.push({ text: found, exclude, start });
    at = pattern.lastIndex;
  }
  return parts;
}
