import { EXPORT_FIELDS, exportName } from './export-columns.ts';
import type { ExportRequest } from './export-records.ts';

/**
 * The command of the CLI that writes the file of a request, for a POSIX shell.
 *
 * @param search the whole filter as one search text
 */
export function exportCommand(
  { range, format, columns }: Pick<ExportRequest, 'range' | 'format' | 'columns'>,
  search: string,
  fileName: string,
): string {
  const options = {
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    search,
    columns: columns.length === EXPORT_FIELDS.length ? '' : columns.map(exportName).join(','),
    format,
    output: fileName,
  };
  const words = Object.entries(options)
    .filter(([, value]) => value !== '')
    // One word, because a search may begin with a hyphen.
    .map(([name, value]) => `--${name}=${quoted(value)}`);
  return `tokentrail export ${words.join(' ')}`;
}

/** A word of a shell. Between single quotes, every character but a single quote stands for itself. */
function quoted(text: string): string {
  return /^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Name of the exported file: "usage-log-2026-11-23-2026-11-30.csv", with the days of the range in UTC. */
export function exportFileName({ range, format }: Pick<ExportRequest, 'range' | 'format'>): string {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return `usage-log-${day(range.fromMs)}-${day(range.toMs)}.${format}`;
}
