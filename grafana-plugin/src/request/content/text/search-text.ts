import type { Step } from './steps.ts';

/** Where a searched text occurs. */
export interface Matches {
  /** Offsets in ascending order, at most `MAX_MATCHES`. */
  readonly at: readonly number[];
  readonly length: number;
  /** Whether there may be more. */
  readonly isCut: boolean;
}

export const MAX_MATCHES = 10_000;
const CHARACTERS_PER_STEP = 500_000;

export const NO_MATCHES: Matches = { at: [], length: 0, isCut: false };

/** Finds a text, in any case, in steps. */
export function searchSteps(text: string, searched: string): Step<Matches> {
  if (searched === '') {
    return () => NO_MATCHES;
  }
  const pattern = new RegExp(escaped(searched), 'gi');
  const at: number[] = [];
  let from = 0;
  return () => {
    const until = from + CHARACTERS_PER_STEP;
    const part = text.slice(from, until + searched.length - 1);
    for (const { index } of part.matchAll(pattern)) {
      if (at.length === MAX_MATCHES) {
        return { at, length: searched.length, isCut: true };
      }
      at.push(from + index);
    }
    from = until;
    return from >= text.length ? { at, length: searched.length, isCut: false } : null;
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The number of the first match at or after an offset; 0 if there is none. */
export function matchFrom({ at }: Matches, offset: number): number {
  const found = at.findIndex((one) => one >= offset);
  return Math.max(found, 0);
}

/** The ranges of a row that a match covers, in offsets of the text. */
export function rangesIn({ at, length }: Matches, from: number, end: number): [number, number][] {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) + length <= from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const ranges: [number, number][] = [];
  for (let match = low; match < at.length && (at[match] ?? 0) < end; match += 1) {
    const start = at[match] ?? 0;
    ranges.push([Math.max(start, from), Math.min(start + length, end)]);
  }
  return ranges;
}
