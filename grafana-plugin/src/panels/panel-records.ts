import type { DataFrame, PanelData } from '@grafana/data';
import type { UsageRecord } from '@tokentrail/records';
import { recordsOfFrame } from '../datasources/usage/frame.ts';

/** Reads the records from a panel's data frames. Null if none comes from this plugin's data source. */
export function recordsOf(series: readonly DataFrame[]): UsageRecord[] | null {
  const recordsByFrame = series.map(recordsOfFrame).filter((records) => records !== null);
  return recordsByFrame.length === 0 ? null : recordsByFrame.flat();
}

/** Uid of the data source that the panel queried. */
export function dataSourceOf({ request }: PanelData): string | null {
  return request?.targets[0]?.datasource?.uid ?? null;
}
