import type { PanelData } from '@grafana/data';
import type { UsageRecord } from '@tokentrail/records';
import { recordsOfFrame } from '../datasources/usage/frame.ts';

/** The records in a panel's data, null where no frame is of our data source. */
export function recordsOf({ series }: PanelData): UsageRecord[] | null {
  const ours = series.map(recordsOfFrame).filter((records) => records !== null);
  return ours.length === 0 ? null : ours.flat();
}

/** Uid of the data source the panel asked. */
export function dataSourceOf({ request }: PanelData): string | null {
  return request?.targets[0]?.datasource?.uid ?? null;
}
