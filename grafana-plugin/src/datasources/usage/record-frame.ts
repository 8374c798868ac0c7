import type { DataFrame } from '@grafana/data';
import type { UsageRecord } from '@tokentrail/records';

/** Name of the records in the metadata of a data frame. */
export const RECORDS_IN_META = 'tokentrail-records';

/** The records that a data frame of this data source was made of; null for other data frames. */
export function recordsInMeta({ meta }: DataFrame): readonly UsageRecord[] | null {
  const records: unknown = meta?.custom?.[RECORDS_IN_META];
  return Array.isArray(records) ? (records as UsageRecord[]) : null;
}
