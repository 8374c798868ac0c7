import type { TimeZone } from '@grafana/data';
import type {
  FilterCondition,
  SeriesField,
  SeriesRank,
  SeriesResult,
  SortField,
  TimeRange,
} from '@tokentrail/usage-store';
import type { Figure } from '../figures/use-figure.ts';
import type { SelectedRecords } from '../filters/use-selected-records.ts';
import type { StatsState } from '../links.ts';
import type { TimeBuckets } from './time-buckets.ts';

/** What the stats page shows figures of. A new object reads again. */
export interface StatsSelection extends SelectedRecords {
  /** The range in buckets of the zone. */
  buckets: TimeBuckets;
  /** The period that figures are compared with: as many calendar days or months before the range, or as much time. */
  previous: TimeRange;
  /** Dimension by which figures are split; null for none. */
  split: SeriesField | null;
  /** Figure by which the values of the dimension are ranked. */
  rank: SeriesRank;
}

/** The series of the selection, and of the period before, which is read in one bucket. */
export interface StatsSeries {
  current: SeriesResult;
  previous: SeriesResult;
}

/** What every part of the stats page gets. Parts read nothing that is in it. */
export interface StatsPartProps {
  selection: StatsSelection;
  timeZone: TimeZone;
  series: Figure<StatsSeries>;
  /** Changes the page's URL. `replace` adds no entry to the browser's history. */
  onChange: (change: Partial<StatsState>, replace?: boolean) => void;
  /** Path of the usage log with the selected records. */
  logPath: (target?: LogTarget) => string;
  /** Path of the stats page with further conditions, and another state. */
  statsPath: (conditions: readonly FilterCondition[], change?: Partial<StatsState>) => string;
}

/** What a link to the usage log shows of the selected records. */
export interface LogTarget {
  /** Conditions besides those of the selection. */
  conditions?: readonly FilterCondition[];
  /** Default: that of the selection, as the URL has it. */
  range?: TimeRange;
  /** Default: the newest first. */
  sort?: SortField;
}
