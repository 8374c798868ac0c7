import type { RecordFilter } from './record-filter.ts';

/** Half-open range of record start times, unix milliseconds: from ≤ start < to. */
export interface TimeRange {
  fromMs: number;
  toMs: number;
}

/** The records that a query is about. */
export interface RecordSelection {
  range: TimeRange;
  filter: RecordFilter;
  signal?: AbortSignal;
}
