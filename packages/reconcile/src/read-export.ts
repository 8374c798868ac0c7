import { CSV_FORMATS, JSON_FORMATS } from './formats/index.ts';
import type { CsvFormat, JsonFormat } from './formats/format.ts';
import type { InvoiceLine } from './lines.ts';
import type { Fields } from './read/fields.ts';
import { formOf, jsonValuesOf, openCsv, type ExportFile } from './read/file.ts';
import { nodeAt, type JsonNode } from './read/json.ts';
import { ExportError } from './read/problem.ts';

/** What reading a file found besides its lines. Complete when all lines are read. */
export interface ReadReport {
  file: string;
  /** Name of the format; empty until the first value is read. */
  format: string;
  rows: number;
  /** Rows of services that are not models, by service. */
  otherServices: Map<string, number>;
  /** The last page says that the provider has more pages. */
  incomplete: boolean;
}

/** Starts the report of a file. */
export function newReport(file: ExportFile): ReadReport {
  return { file: file.name, format: '', rows: 0, otherServices: new Map(), incomplete: false };
}

/**
 * Reads the lines of an export. The format follows from the file itself; `mapped` is the format of a column map, which then
 * applies to CSV. Throws ExportError for a file of an unknown format and for a row that cannot be read.
 */
export async function* readExport(
  file: ExportFile,
  report: ReadReport,
  mapped?: CsvFormat,
): AsyncIterable<InvoiceLine> {
  if ((await formOf(file)) === 'json') {
    yield* readJson(file, report);
    return;
  }
  const { header, rows } = await openCsv(file);
  const format = csvFormatOf(file, header, mapped);
  if (format === null) {
    return;
  }
  report.format = format.name;
  for await (const fields of rows) {
    yield* linesOf(format, fields, report);
  }
}

function* linesOf(format: CsvFormat | JsonFormat, fields: Fields, report: ReadReport): Iterable<InvoiceLine> {
  report.rows += 1;
  const other = format.otherService?.(fields) ?? null;
  if (other !== null) {
    report.otherServices.set(other, (report.otherServices.get(other) ?? 0) + 1);
    return;
  }
  yield* format.lines(fields);
}

async function* readJson(file: ExportFile, report: ReadReport): AsyncIterable<InvoiceLine> {
  let format: JsonFormat | undefined;
  for await (const value of jsonValuesOf(file)) {
    rejectOtherReports(file, value);
    format ??= JSON_FORMATS.find((known) => known.accepts(value));
    report.incomplete = hasMore(value);
    if (format === undefined) {
      if (isEmptyPage(value)) continue;
      throw new ExportError(file.name, value.line, `is JSON of an unknown export; known are ${namesOf(JSON_FORMATS)}`);
    }
    report.format = format.name;
    for (const fields of format.rows(file.name, value)) {
      yield* linesOf(format, fields, report);
    }
  }
}

function hasMore(value: JsonNode): boolean {
  const last = Array.isArray(value.value) ? value.value.at(-1) : value;
  return last !== undefined && nodeAt(last, 'has_more')?.value === true;
}

/** A page whose buckets have no results names no format. */
function isEmptyPage(value: JsonNode): boolean {
  const pages = Array.isArray(value.value) ? value.value : [value];
  return pages.every((page) => Array.isArray(nodeAt(page, 'data')?.value));
}

/** Anthropic's report on Claude Code has estimates, which no invoice has. */
function rejectOtherReports(file: ExportFile, value: JsonNode): void {
  const first = nodeAt(value, 'data')?.value;
  const row = Array.isArray(first) ? first[0] : undefined;
  if (row !== undefined && nodeAt(row, 'model_breakdown') !== undefined) {
    throw new ExportError(
      file.name,
      row.line,
      'is the Claude Code report, which has estimates; export the cost report instead',
    );
  }
}

/** Null for a file with nothing but the columns of time: an OpenAI export without data. */
function csvFormatOf(file: ExportFile, header: readonly string[], mapped: CsvFormat | undefined): CsvFormat | null {
  const names = new Set(header.map((name) => name.toLowerCase()));
  const missing = (format: CsvFormat) => format.columns.filter((column) => !names.has(column));
  if (mapped !== undefined) {
    const [first] = missing(mapped);
    if (first !== undefined)
      throw new ExportError(file.name, 1, `has no column "${first}", which the column map names`);
    return mapped;
  }
  const format = CSV_FORMATS.find((known) => missing(known).length === 0);
  const onlyTimes = header.every((name) => /^(?:start|end)_time(?:_iso)?$/i.test(name));
  if (format === undefined && !onlyTimes) {
    const shown = header.slice(0, 12).join(', ').slice(0, 200);
    throw new ExportError(
      file.name,
      1,
      `is CSV of an unknown export (columns ${shown}); write a column map for it. Known are ${namesOf(CSV_FORMATS)}`,
    );
  }
  return format ?? null;
}

function namesOf(formats: readonly { name: string }[]): string {
  return formats.map(({ name }) => name).join(', ');
}
