import { FIELDS, MARGIN_FIELD_KEYS, RECORD_FIELD_KEYS, type FieldKey, type RecordFieldKey } from '@tokentrail/records';

/** A file of records: CSV as in RFC 4180 with a header line, or JSON Lines. */
export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Separates the elements of a list in one cell. */
export const LIST_SEPARATOR = '; ';

/** Fields that a file can contain. The lines of a cost are left out: the formula has the same values. */
export const EXPORT_FIELDS: readonly RecordFieldKey[] = RECORD_FIELD_KEYS.filter(
  (key) => FIELDS[key].kind !== 'costLines',
);

/** The fields that a ledger shows. `margin`: see `LedgerCapabilities`. */
export function shownExportFields<K extends RecordFieldKey>(fields: readonly K[], margin: boolean): readonly K[] {
  return margin ? fields : fields.filter((key) => !MARGIN_FIELD_KEYS.includes(key));
}

/** Name of a field in a file: that of its column in the ledger (docs/fields.md), with the unit of the file. */
export function exportName(key: FieldKey): string {
  const { kind, column } = FIELDS[key];
  switch (kind) {
    case 'duration':
      return column.replace(/_ns$/, '_s');
    case 'amount':
      return column.replace(/_nano_usd$/, '_usd');
    case 'cost':
      return `${column}_usd`;
    default:
      return column;
  }
}

const KEY_OF_NAME = new Map(EXPORT_FIELDS.map((key) => [exportName(key), key]));

/** The field that has this name in a file. Undefined if there is none. */
export function exportField(name: string): RecordFieldKey | undefined {
  return KEY_OF_NAME.get(name);
}

/**
 * How a value is written; a flag is written as a number is. Amounts and durations are stored in nano units and written as exact decimals of
 * USD and seconds.
 */
export type ExportKind = 'text' | 'number' | 'decimal' | 'texts' | 'map' | 'time';

export function exportKind(key: RecordFieldKey): ExportKind {
  const { kind } = FIELDS[key];
  switch (kind) {
    case 'integer':
    case 'flag':
      return 'number';
    case 'duration':
    case 'amount':
    case 'cost':
      return 'decimal';
    case 'texts':
    case 'map':
      return kind;
    case 'time':
    case 'startTime':
      return 'time';
    default:
      return 'text';
  }
}

/** True for amounts of money. JSON Lines have them as texts, because many programs read a JSON number as a binary fraction. */
export function isMoney(key: RecordFieldKey): boolean {
  const { kind } = FIELDS[key];
  return kind === 'amount' || kind === 'cost';
}
