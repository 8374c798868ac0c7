import type { RecordKey } from '@tokentrail/records';

/** Text that identifies a record within the table. */
export function rowIdOf(key: RecordKey | undefined): string {
  return key ? `${key.traceId}-${key.spanId}-${key.startUnixNano}-${key.sender ?? ''}` : '';
}

/** Whether two keys have the same `rowIdOf`, without making these texts: a list may have 100,000 rows. */
export function isSameRow(a: RecordKey | undefined, b: RecordKey | undefined): boolean {
  return a === b || (a?.spanId === b?.spanId && rowIdOf(a) === rowIdOf(b));
}

/** Position of a record, which usually has not moved from `expected`; -1 if there is none. */
export function indexOfRow(records: readonly RecordKey[], key: RecordKey | undefined, expected: number): number {
  if (key === undefined) {
    return -1;
  }
  return isSameRow(records[expected], key) ? expected : records.findIndex((record) => isSameRow(record, key));
}
