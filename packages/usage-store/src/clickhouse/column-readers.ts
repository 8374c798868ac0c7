import { decodeCostLine, type FieldDefinition, type FieldKind, type TextMap } from '@tokentrail/records';
import { IS_LOST } from './outcome.ts';
import type { Row } from './query.ts';

/** How the columns of a kind are read. */
interface ColumnReader {
  /** Name of the value in the result, if it is not that of the column. */
  alias?(column: string): string;
  /** Expression to select. Default: the column itself. */
  select?(column: string): string;
  /** Converts a value of the result to that of the record. */
  read(value: unknown): unknown;
}

const TEXT: ColumnReader = { read: text };
/** Integers that may exceed 2^53 are text. */
const AMOUNT: ColumnReader = {
  alias: (column) => `${column}_text`,
  select: (column) => `toString(${column})`,
  read: text,
};

const READERS: Readonly<Record<Exclude<FieldKind, 'other'>, ColumnReader>> = {
  text: TEXT,
  costState: TEXT,
  word: { read: (value) => text(value) ?? '' },
  integer: { read: number },
  duration: { read: milliseconds },
  flag: { read: flag },
  optionalFlag: { read: (value) => (value === null || value === undefined ? null : flag(value)) },
  texts: { read: texts },
  amount: AMOUNT,
  cost: AMOUNT,
  costLines: {
    read: (value) =>
      texts(value)
        .map(decodeCostLine)
        .filter((line) => line !== null),
  },
  map: { read: textMap },
  time: {
    alias: (column) => `${column}_ms`,
    select: (column) => `toUnixTimestamp64Milli(${column})`,
    read: number,
  },
  startTime: {
    alias: () => 'start_unix_nano',
    select: (column) => `toString(toUnixTimestamp64Nano(${column}))`,
    read: String,
  },
  state: {
    alias: () => 'state_now',
    select: (column) => `if(${IS_LOST}, 'lost', ${column})`,
    read: String,
  },
};

/** How the fields of a table are selected and read. */
export interface FieldReaders {
  /** The SELECT list. */
  columns: string;
  /** The values of the fields in a row of that list, by key. */
  valuesOf(row: Row): Record<string, unknown>;
}

/** `fields`: those of `keys` are read; none of them is of kind `other`. */
export function fieldReaders<K extends string>(
  fields: Readonly<Record<K, FieldDefinition>>,
  keys: readonly K[],
): FieldReaders {
  const readers = keys.map((key) => {
    const { kind, column } = fields[key] as FieldDefinition & { kind: keyof typeof READERS };
    const { alias, select, read } = READERS[kind];
    const name = alias?.(column) ?? column;
    const selected = select === undefined ? `\`${column}\`` : `${select(column)} AS ${name}`;
    return { key, selected, value: (row: Row) => read(row[name]) };
  });
  return {
    columns: readers.map(({ selected }) => selected).join(', '),
    valuesOf: (row) => Object.fromEntries(readers.map(({ key, value }) => [key, value(row)])),
  };
}

function flag(value: unknown): boolean {
  return value === true || value === 1;
}

/** Empty text in the store means "not reported". */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

function textMap(value: unknown): TextMap {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, one]) => typeof one === 'string')) as TextMap;
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function milliseconds(nanoseconds: unknown): number | null {
  const value = number(nanoseconds);
  return value === null ? null : value / 1e6;
}
