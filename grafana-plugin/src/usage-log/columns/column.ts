import type { TimeZone } from '@grafana/data';
import type { UsageRecord } from '@tokentrail/records';
import type { SortField } from '@tokentrail/usage-store';
import type { ReactNode } from 'react';
import type { ColumnId } from '../../column-set.ts';

/** A column of the usage log. */
export interface Column {
  id: ColumnId;
  title(): string;
  /** Minimum width in units of the theme's spacing. A column that `grows` gets a share of the remaining width. */
  width: { min: number; grows: boolean };
  align: 'left' | 'right';
  cell(record: UsageRecord, timeZone: TimeZone): ReactNode;
  /** First line of a cell in the comfortable density. Default: `cell`. */
  firstOfTwo?(record: UsageRecord, timeZone: TimeZone): ReactNode;
  /** Details for its second line. */
  second?(record: UsageRecord, timeZone: TimeZone): ReactNode;
  /** Text of the cell, if the column is as wide as its content needs. */
  measured?(record: UsageRecord, timeZone: TimeZone): string | null;
  /** Whether the record has a value for the column. */
  has(record: UsageRecord): boolean;
  /** What a click on the title sorts by. */
  sort?: SortField;
}

/** What the columns need to know about the shown records. Memoise it: other columns render all cells again. */
export interface ColumnOptions {
  /** Whether the records may be of several days, so that a time needs its day. */
  severalDays: boolean;
  /** Earliest start of the records, unix ns, if `severalDays`: the column of the times is wide enough for it. */
  oldest: string | null;
  /** Units of quota for one USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
}

/** CSS variable with the widths of the columns, so that another width does not render the rows again. */
export const TRACKS = '--tokentrail-tracks';

/** Gap between two columns, in units of the theme's spacing. */
export const COLUMN_GAP = 1;
