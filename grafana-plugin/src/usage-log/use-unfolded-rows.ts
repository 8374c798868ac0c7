import type { UsageRecord } from '@tokentrail/records';
import { useCallback, useMemo, useState } from 'react';
import { indexOfRow, rowIdOf } from './row-id.ts';
import type { Unfolded } from './row-window.ts';

/** The unfolded rows and how high each is. */
export interface UnfoldedRows {
  has(id: string): boolean;
  /** In the order of the list. */
  rows: readonly Unfolded[];
  set(record: UsageRecord, unfolded: boolean): void;
  foldAll(): void;
  /** Reports the height of what an unfolded row shows below itself, in pixels. */
  onHeight(id: string, height: number): void;
}

interface Entry {
  record: UsageRecord;
  height: number;
}

/** @param estimate Height of an unfolded row that was not rendered yet, in pixels. */
export function useUnfoldedRows(records: readonly UsageRecord[], estimate: number): UnfoldedRows {
  const [entries, setEntries] = useState<ReadonlyMap<string, Entry>>(new Map());
  const rows = useMemo(
    () =>
      [...entries.values()]
        .map(({ record, height }) => ({ index: indexOfRow(records, record, records.indexOf(record)), height }))
        .filter(({ index }) => index !== -1)
        .sort((a, b) => a.index - b.index),
    [records, entries],
  );
  const set = useCallback(
    (record: UsageRecord, unfolded: boolean) =>
      setEntries((previous) => {
        const next = new Map(previous);
        if (unfolded) {
          next.set(rowIdOf(record), { record, height: estimate });
        } else {
          next.delete(rowIdOf(record));
        }
        return next;
      }),
    [estimate],
  );
  const foldAll = useCallback(() => setEntries(new Map()), []);
  const onHeight = useCallback(
    (id: string, height: number) =>
      setEntries((previous) => {
        const entry = previous.get(id);
        return entry === undefined || entry.height === height
          ? previous
          : new Map(previous).set(id, { ...entry, height });
      }),
    [],
  );
  return { has: (id) => entries.has(id), rows, set, foldAll, onHeight };
}
