import type { DataFrame } from '@grafana/data';

/** Name of the records in the metadata of a data frame. */
export const RECORDS = 'tokentrail-records';

/** Whether a data frame has a record in each row. */
export function isRecordFrame({ meta }: DataFrame): boolean {
  return Array.isArray(meta?.custom?.[RECORDS]);
}
