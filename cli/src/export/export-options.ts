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
import { parseOptions } from '../parse-options.ts';
import { rangeOf } from '../range.ts';

export interface ExportOptions {
  request: ExportRequest;
  /** Undefined: the standard output. */
  output: string | undefined;
  endpoints: string | undefined;
}

/**
 * @param now unix ms
 * @throws UserError if an option cannot be read.
 */
export function exportOptions(args: readonly string[], now: number): ExportOptions {
  const text = { type: 'string' } as const;
  const { values } = parseOptions({
    args: [...args],
    options: { from: text, to: text, search: text, columns: text, format: text, output: text, endpoints: text },
  });
  return {
    request: {
      range: rangeOf(values.from, values.to, now),
      filter: filterOf(values.search ?? ''),
      columns: values.columns === undefined ? EXPORT_FIELDS : values.columns.split(',').map(fieldOf),
      format: formatOf(values.format ?? 'csv'),
    },
    output: values.output,
    endpoints: values.endpoints,
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
