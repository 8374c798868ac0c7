import type { UsageRecord } from '@tokentrail/records';
import { useCallback, useMemo, useState } from 'react';
import { rowIdOf } from './row-id.ts';
import type { Unfolded } from './row-window.ts';

/** The unfolded rows and how high each is. */
export interface UnfoldedRows {
  has(id: string): boolean;
  /** In the order of the list. */
  rows: readonly Unfolded[];
  set(id: string, unfolded: boolean): void;
  foldAll(): void;
  /** Reports the height of what an unfolded row shows below itself, in pixels. */
  onHeight(id: string, height: number): void;
}

/** @param estimate Height of an unfolded row that was not rendered yet, in pixels. */
export function useUnfoldedRows(records: readonly UsageRecord[], estimate: number): UnfoldedRows {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const rows = useMemo(
    () =>
      heights.size === 0
        ? []
        : records.flatMap((record, index) => {
            const height = heights.get(rowIdOf(record));
            return height === undefined ? [] : [{ index, height }];
          }),
    [records, heights],
  );
  const set = useCallback(
    (id: string, unfolded: boolean) =>
      setHeights((previous) => {
        const next = new Map(previous);
        if (unfolded) {
          next.set(id, estimate);
        } else {
          next.delete(id);
        }
        return next;
      }),
    [estimate],
  );
  const foldAll = useCallback(() => setHeights(new Map()), []);
  const onHeight = useCallback(
    (id: string, height: number) =>
      setHeights((previous) =>
        previous.has(id) && previous.get(id) !== height ? new Map(previous).set(id, height) : previous,
      ),
    [],
  );
  return { has: (id) => heights.has(id), rows, set, foldAll, onHeight };
}
