import {
  nanoToUsd,
  valuesOfRecord,
  type FieldValues,
  type RecordFieldKey,
  type UsageRecord,
} from '@tokentrail/records';
import { LIST_SEPARATOR, exportKind, exportName, isMoney, type ExportFormat } from './export-columns.ts';
import { safeCell } from './safe-cell.ts';

/** Writes the lines of one file, each with its line break. */
export interface LineWriter {
  /** The header; empty if the format has none. */
  first(): string;
  record(record: UsageRecord): string;
  /** The last line, by which a file that was cut off is noticed. */
  last(rows: number): string;
}

export function lineWriter(format: ExportFormat, columns: readonly RecordFieldKey[]): LineWriter {
  const names = columns.map(exportName);
  return format === 'csv'
    ? {
        first: () => `${names.join(',')}\r\n`,
        record: (record) => `${cellsOf(record, columns).join(',')}\r\n`,
        last: (rows) => `# ${rows} rows\r\n`,
      }
    : {
        first: () => '',
        record: (record) => `{${membersOf(record, columns).join(',')}}\n`,
        last: (rows) => `{"rows":${rows}}\n`,
      };
}

function cellsOf(record: UsageRecord, columns: readonly RecordFieldKey[]): string[] {
  const values = valuesOfRecord(record);
  return columns.map((key) => {
    const value = values[key];
    switch (exportKind(key)) {
      case 'texts':
        return csvText((value as string[]).join(LIST_SEPARATOR));
      case 'map':
        return csvText(tagTexts(value as FieldValues['tags']).join(LIST_SEPARATOR));
      case 'text':
        return csvText((value as string | null) ?? '');
      default:
        return plainText(key, value) ?? '';
    }
  });
}

/** The cell of a text, as in RFC 4180, which no spreadsheet computes. An empty text is an empty cell without quotes. */
export function csvText(text: string): string {
  return text === '' ? '' : `"${safeCell(text).replaceAll('"', '""')}"`;
}

/** The known values. An unknown one has no member. */
function membersOf(record: UsageRecord, columns: readonly RecordFieldKey[]): string[] {
  const values = valuesOfRecord(record);
  return columns.flatMap((key) => {
    const json = jsonOf(key, values[key]);
    return json === null ? [] : [`"${exportName(key)}":${json}`];
  });
}

function jsonOf(key: RecordFieldKey, value: FieldValues[RecordFieldKey]): string | null {
  const kind = exportKind(key);
  if (value !== null && isMoney(key)) {
    return `"${plainText(key, value)}"`;
  }
  if (value === null || kind === 'number' || kind === 'decimal') {
    return plainText(key, value);
  }
  // Some programs end a line at these two characters.
  return JSON.stringify(kind === 'time' ? plainText(key, value) : value)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** A number, flag or time as text; null if it is unknown. */
function plainText(key: RecordFieldKey, value: FieldValues[RecordFieldKey]): string | null {
  if (value === null) {
    return null;
  }
  switch (exportKind(key)) {
    case 'decimal':
      return nanoToUsd(typeof value === 'number' ? BigInt(Math.round(value * 1e6)) : String(value));
    case 'time':
      return isoTime(
        key === 'startUnixNano' ? String(value) : `${String(value)}000000`,
        key === 'startUnixNano' ? 9 : 3,
      );
    default:
      return String(value);
  }
}

/** ISO 8601 in UTC. @param decimals of the seconds */
export function isoTime(unixNano: string, decimals: number): string {
  const ms = BigInt(unixNano) / 1_000_000n;
  const fraction = unixNano.padStart(9, '0').slice(-9).slice(0, decimals);
  return `${new Date(Number(ms)).toISOString().slice(0, 19)}.${fraction}Z`;
}

function tagTexts(tags: FieldValues['tags']): string[] {
  return Object.entries(tags).map(([name, value]) => `${name}=${value}`);
}
