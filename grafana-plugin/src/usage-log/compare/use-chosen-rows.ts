import type { UsageRecord } from '@tokentrail/records';
import { useCallback, useMemo, useState } from 'react';
import { rowIdOf } from '../row-id.ts';

/** The rows that the user has chosen to compare. */
export interface ChosenRows {
  /** At most two, in the order in which they were chosen. */
  records: readonly UsageRecord[];
  has(record: UsageRecord): boolean;
  /** Chooses a row, in place of the second one if there are two. Chooses a chosen row no longer. */
  toggle(record: UsageRecord): void;
  clear(): void;
}

export function useChosenRows(): ChosenRows {
  const [records, setRecords] = useState<readonly UsageRecord[]>([]);
  const toggle = useCallback((record: UsageRecord) => setRecords((chosen) => toggled(chosen, record)), []);
  const clear = useCallback(() => setRecords([]), []);
  return useMemo(
    () => ({ records, toggle, clear, has: (record) => indexOf(records, record) !== -1 }),
    [records, toggle, clear],
  );
}

function toggled(chosen: readonly UsageRecord[], record: UsageRecord): readonly UsageRecord[] {
  return indexOf(chosen, record) === -1
    ? [...chosen.slice(0, 1), record]
    : chosen.filter((one) => rowIdOf(one) !== rowIdOf(record));
}

function indexOf(records: readonly UsageRecord[], record: UsageRecord): number {
  return records.findIndex((one) => rowIdOf(one) === rowIdOf(record));
}
