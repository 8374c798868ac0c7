import type { Step } from './steps.ts';

/** The rows of a text: its lines, of which a long one takes several rows. */
export interface TextRows {
  readonly text: string;
  readonly count: number;
  /** Offset of the first character of each row. */
  readonly start: Int32Array;
}

const LINES_PER_STEP = 5_000;

/** Computes the rows of a text in steps. `columns`: characters that fit into the width of the view. */
export function textRowsSteps(text: string, columns: number): Step<TextRows> {
  let start = new Int32Array(1024);
  let count = 0;
  let at = 0;
  const add = (offset: number) => {
    if (count === start.length) {
      const longer = new Int32Array(count * 2);
      longer.set(start);
      start = longer;
    }
    start[count] = offset;
    count += 1;
  };
  return () => {
    for (let line = 0; line < LINES_PER_STEP && at <= text.length; line += 1) {
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      add(at);
      for (let part = at + columns; part < end; part += columns) {
        add(wholeCharacter(text, part));
      }
      at = end + 1;
    }
    return at > text.length ? { text, count, start } : null;
  };
}

/** The text of a row, without its line break. */
export function rangeOfRow({ text, count, start }: TextRows, row: number): [number, number] {
  const from = start[row] ?? 0;
  const end = row + 1 < count ? (start[row + 1] ?? 0) : text.length;
  const isBreak = end > from && text[end - 1] === '\n' && row + 1 < count;
  const withoutBreak = isBreak ? end - 1 : end;
  return [from, withoutBreak > from && text[withoutBreak - 1] === '\r' ? withoutBreak - 1 : withoutBreak];
}

/** The row that shows a character of the text. */
export function rowOfCharacter({ count, start }: TextRows, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((start[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** Moves an offset in the middle of a character to the next one. */
export function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at + 1 : at;
}
