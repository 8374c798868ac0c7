import type { RecordKey } from '@tokentrail/records';

/** Ids by record, because a list of many rows asks for each of them several times. */
const ids = new WeakMap<RecordKey, string>();

/** Text that identifies a record within the table. */
export function rowIdOf(key: RecordKey | undefined): string {
  if (key === undefined) {
    return '';
  }
  let id = ids.get(key);
  if (id === undefined) {
    id = `${key.traceId}-${key.spanId}-${key.startUnixNano}-${key.sender ?? ''}`;
    ids.set(key, id);
  }
  return id;
}
