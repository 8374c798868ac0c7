import type { RecordFieldKey } from '@tokentrail/records';
import {
  EXPORT_FIELDS,
  exportField,
  exportName,
  type ExportPartRequest,
  type PartFormat,
} from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { monthRange, rangeOf } from '../range.ts';
import { searchFilter } from '../search-filter.ts';
import { COMPRESSIONS, type Compression } from './destination.ts';

/** The options that say what is exported. */
export interface ExportOptions {
  from?: string;
  to?: string;
  /** `2026-10`; instead of `from` and `to`. */
  month?: string;
  search?: string;
  columns?: string;
  format?: string;
  compress?: string;
}

/** Formats with a row for each record. */
const RECORD_FORMATS = ['csv', 'jsonl', 'parquet'] as const satisfies readonly PartFormat[];
/** Every format of the command. */
export const FORMATS = [...RECORD_FORMATS, 'archive', 'focus'] as const;

/**
 * @param now unix ms
 * @throws UserError if an option cannot be read.
 */
export function exportRequest(options: ExportOptions, now: number): ExportPartRequest {
  const { search, columns, format } = options;
  return {
    range: exportRange(options, now),
    filter: searchFilter(search ?? ''),
    columns: columns === undefined ? EXPORT_FIELDS : columns.split(',').map(fieldOf),
    format: oneOf(RECORD_FORMATS, format ?? 'csv', 'format'),
  };
}

export function exportRange({ from, to, month }: ExportOptions, now: number): ExportPartRequest['range'] {
  if (month === undefined) {
    return rangeOf(from, to, now);
  }
  if (from !== undefined || to !== undefined) {
    throw new UserError('--month is a whole month: leave --from and --to out');
  }
  return monthRange(month);
}

/** @throws UserError if the format has a compression of its own, or the name is wrong. */
export function compressionOf({ compress, format }: ExportOptions): Compression | undefined {
  if (compress === undefined) {
    return undefined;
  }
  if (format === 'parquet' || format === 'archive') {
    throw new UserError('Parquet files are compressed already: leave --compress out');
  }
  return oneOf(COMPRESSIONS, compress, 'compression');
}

/** @throws UserError if the format does not take an option that was given. */
export function refuseOptions(options: ExportOptions, names: readonly (keyof ExportOptions)[]): void {
  const name = names.find((one) => options[one] !== undefined);
  if (name !== undefined) {
    throw new UserError(`--format ${options.format ?? 'csv'} does not take --${name}: leave it out`);
  }
}

function fieldOf(name: string): RecordFieldKey {
  const field = exportField(name.trim());
  if (field === undefined) {
    throw new UserError(`there is no column ${name}; the columns are ${EXPORT_FIELDS.map(exportName).join(', ')}`);
  }
  return field;
}

function oneOf<T extends string>(values: readonly T[], name: string, what: 'format' | 'compression'): T {
  const value = values.find((known) => known === name);
  if (value === undefined) {
    const all = what === 'format' ? FORMATS : values;
    throw new UserError(`there is no ${what} ${name}; the ${what}s are ${all.join(', ')}`);
  }
  return value;
}
