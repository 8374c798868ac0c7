import type { RecordKey } from '@tokentrail/records';

/** The ids of a record as one text. Records of several senders may share it. */
export function idOf({ startUnixNano, traceId, spanId }: RecordKey): string {
  return `${startUnixNano} ${traceId} ${spanId}`;
}
