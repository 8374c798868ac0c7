import { useCallback, useRef, useState } from 'react';
import { runSteps, useSteps } from '../text/steps.ts';
import type { JsonIndex } from './json-index.ts';
import { foldedAtFirst, JsonRowsBuilder, rowOfValue, withRows, type JsonRows } from './json-rows.ts';

const VALUES_PER_STEP = 4_000;

export interface FoldedRows {
  /** Null until they are computed. */
  rows: JsonRows | null;
  isFolded: (value: number) => boolean;
  /** Folds or unfolds the value of a row. */
  toggle: (row: number) => void;
  foldAll: () => void;
  unfoldAll: () => void;
  /** Unfolds everything that contains a value, and the value itself. Resolves with the rows. */
  reveal: (value: number) => Promise<JsonRows | null>;
}

/** What is folded of a JSON text, and its rows. */
interface Shown {
  folded: Uint8Array;
  /** Of the same `columns`, if a fold has changed the rows since `folded` was set. */
  changed: { columns: number; rows: JsonRows } | null;
}

/** The rows of a JSON text in so many columns, and what the user has folded. Long computations run in steps. */
export function useJsonRows(index: JsonIndex, columns: number): FoldedRows {
  const [shown, setShown] = useState<Shown>(() => ({ folded: foldedAtFirst(index), changed: null }));
  const { folded, changed } = shown;
  const running = useRef<AbortController | null>(null);
  const isCurrent = changed !== null && changed.columns === columns;
  const computed = useSteps(
    useCallback(() => {
      // After a fold, the rows are there.
      const builder = isCurrent ? null : new JsonRowsBuilder(index, folded, columns);
      return () => (builder === null ? NO_ROWS : builder.step(VALUES_PER_STEP));
    }, [index, folded, columns, isCurrent]),
  );
  const rows = isCurrent ? changed.rows : computed === NO_ROWS ? null : computed;

  /** Computes the rows of one value again, or all, in steps; a later fold cancels it. */
  const change = async (next: Uint8Array, row: number | null): Promise<JsonRows | null> => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const position = row === null || rows === null ? undefined : positionIn(rows, row);
    const builder = new JsonRowsBuilder(index, next, columns, position);
    try {
      const part = await runSteps(() => builder.step(VALUES_PER_STEP), abort.signal);
      const after = row === null || rows === null ? part : withRows(rows, row, part);
      setShown({ folded: next, changed: { columns, rows: after } });
      return after;
    } catch {
      return null;
    }
  };

  const toggle = (row: number) => {
    const value = rows?.value[row] ?? 0;
    const next = folded.slice();
    next[value] = folded[value] === 1 ? 0 : 1;
    void change(next, row);
  };
  const reveal = async (value: number) => {
    const next = folded.slice();
    next[value] = 0;
    for (let at = index.parent[value] ?? -1; at >= 0; at = index.parent[at] ?? -1) {
      next[at] = 0;
    }
    const outermost = outermostChanged(index, value, folded);
    return outermost < 0 || rows === null ? rows : change(next, rowOfValue(rows, outermost));
  };
  return {
    rows,
    isFolded: (value) => folded[value] === 1,
    toggle,
    foldAll: () => void change(onlyRootOpen(index), null),
    unfoldAll: () => void change(new Uint8Array(index.count), null),
    reveal,
  };
}

const NO_ROWS: JsonRows = { count: 0, value: new Int32Array(), part: new Int32Array(), depth: new Int32Array() };

function positionIn({ value, depth }: JsonRows, row: number) {
  return { value: value[row] ?? 0, depth: depth[row] ?? 0 };
}

/** The outermost folded value among a value and what contains it; -1 if none is folded. */
function outermostChanged({ parent }: JsonIndex, value: number, folded: Uint8Array): number {
  let found = -1;
  for (let at = value; at >= 0; at = parent[at] ?? -1) {
    found = folded[at] === 1 ? at : found;
  }
  return found;
}

function onlyRootOpen({ count }: JsonIndex): Uint8Array {
  const folded = new Uint8Array(count).fill(1);
  folded[0] = 0;
  return folded;
}
