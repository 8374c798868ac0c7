import type { RecordFieldKey } from '@tokentrail/records';
import {
  EXPORT_FIELDS,
  EXPORT_FORMATS,
  StoreError,
  exportField,
  exportName,
  matcherOf,
  type ExportFormat,
  type ExportRequest,
} from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { rangeOf } from '../range.ts';

/** The options that say what is exported. */
export interface ExportOptions {
  from?: string;
  to?: string;
  search?: string;
  columns?: string;
  format?: string;
}

/**
 * @param now unix ms
 * @throws UserError if an option cannot be read.
 */
export function exportRequest({ from, to, search, columns, format }: ExportOptions, now: number): ExportRequest {
  return {
    range: rangeOf(from, to, now),
    filter: filterOf(search ?? ''),
    columns: columns === undefined ? EXPORT_FIELDS : columns.split(',').map(fieldOf),
    format: formatOf(format ?? 'csv'),
  };
}

/** A search that cannot be read is rejected here, before the file is created. */
function filterOf(search: string): ExportRequest['filter'] {
  try {
    matcherOf({ search });
  } catch (error) {
    throw error instanceof StoreError ? new UserError(`--search cannot be read: ${error.message}`) : error;
  }
  return { search };
}

function fieldOf(name: string): RecordFieldKey {
  const field = exportField(name.trim());
  if (field === undefined) {
    throw new UserError(`there is no column ${name}; the columns are ${EXPORT_FIELDS.map(exportName).join(', ')}`);
  }
  return field;
}

function formatOf(name: string): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === name);
  if (format === undefined) {
    throw new UserError(`there is no format ${name}; the formats are ${EXPORT_FORMATS.join(', ')}`);
  }
  return format;
}
