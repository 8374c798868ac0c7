import { wholeCharacter } from '../text/text-rows.ts';
import { endOfString, type JsonIndex } from './json-index.ts';

/**
 * The rows of an indented JSON text: a row for each scalar, empty or folded value, two for an open object or list, and several for
 * a long string.
 */
export interface JsonRows {
  readonly count: number;
  /** The value that each row belongs to. */
  readonly value: Int32Array;
  /** `CLOSE` for the row that ends an open object or list; otherwise the number of the part of a long string, from 0. */
  readonly part: Int32Array;
  /** How many objects and lists contain each row. */
  readonly depth: Int32Array;
}

export const CLOSE = -1;

/** Deeper levels are not indented further, so that their values stay visible. */
export const MAX_INDENT = 12;
/** Columns of one level. */
export const INDENT = 2;

/** A longer string is folded at first, in characters. */
const MAX_OPEN_STRING = 2_000;
/** A text with more values opens with its first levels only. */
const MAX_OPEN_VALUES = 400;
const FIRST_LEVELS = 2;

/** Columns that the text of a row has. */
export function columnsAt(depth: number, columns: number): number {
  return Math.max(20, columns - INDENT * (Math.min(depth, MAX_INDENT) + 1));
}

/** Characters of a name that are shown. */
export const MAX_NAME = 80;
/** A shorter value has one row, with any name. */
const MIN_PARTED = 16;

function lengthOf({ start, end }: JsonIndex, value: number): number {
  return (end[value] ?? 0) - (start[value] ?? 0);
}

/** Columns that the name takes in the first row of a value. */
function headOf({ text, name }: JsonIndex, value: number, room: number): number {
  const at = name[value] ?? -1;
  const length = at < 0 ? 0 : Math.min(endOfString(text, at) - at, MAX_NAME) + 2;
  return Math.min(length, room - MIN_PARTED);
}

/** Number of rows that a value takes if it is not folded and has no values in it. */
function partsOf(index: JsonIndex, value: number, room: number): number {
  const length = lengthOf(index, value);
  return length <= MIN_PARTED ? 1 : Math.max(1, Math.ceil((length + headOf(index, value, room)) / room));
}

/** Offsets of the part of a scalar that a row shows. */
export function partAt(index: JsonIndex, value: number, part: number, room: number): [number, number] {
  const [start, end] = [index.start[value] ?? 0, index.end[value] ?? 0];
  const head = headOf(index, value, room);
  const from = part === 0 ? start : start + part * room - head;
  return [
    wholeCharacter(index.text, from),
    Math.min(end, wholeCharacter(index.text, start + (part + 1) * room - head)),
  ];
}

/** Whether each value is folded when the text opens. */
export function foldedAtFirst(index: JsonIndex): Uint8Array {
  const folded = new Uint8Array(index.count);
  const isLarge = index.count > MAX_OPEN_VALUES;
  const depth = new Int32Array(index.count);
  for (let value = 0; value < index.count; value += 1) {
    const parent = index.parent[value] ?? -1;
    depth[value] = parent < 0 ? 0 : (depth[parent] ?? 0) + 1;
    const isLong = index.next[value] === value + 1 && lengthOf(index, value) > MAX_OPEN_STRING;
    folded[value] = isLong || (isLarge && (depth[value] ?? 0) >= FIRST_LEVELS) ? 1 : 0;
  }
  return folded;
}

/** Whether a value can be folded: an object or list that is not empty, or a scalar of more than one row. */
export function canFold(index: JsonIndex, value: number, depth: number, columns: number): boolean {
  return (index.next[value] ?? 0) > value + 1 || partsOf(index, value, columnsAt(depth, columns)) > 1;
}

/** A value of which the rows are computed, and how many objects and lists contain it. */
export interface JsonPosition {
  value: number;
  depth: number;
}

const WHOLE_TEXT: JsonPosition = { value: 0, depth: 0 };

/** Computes the rows of a value in steps, so that a page can do other things in between. */
export class JsonRowsBuilder {
  readonly #index: JsonIndex;
  readonly #folded: Uint8Array;
  readonly #columns: number;
  readonly #end: number;
  readonly #depth: number;
  readonly #rows = new RowList();
  readonly #open: number[] = [];
  /** The value after the innermost open one. */
  #openUntil = Infinity;
  #value: number;

  /**
   * @param folded 1 for each folded value
   * @param columns characters that fit into the width of the view
   */
  constructor(index: JsonIndex, folded: Uint8Array, columns: number, { value, depth }: JsonPosition = WHOLE_TEXT) {
    this.#index = index;
    this.#folded = folded;
    this.#columns = columns;
    this.#value = value;
    this.#depth = depth;
    this.#end = index.next[value] ?? 0;
  }

  /** Adds the rows of at most about `values` more values. Returns null until all are there. */
  step(values: number): JsonRows | null {
    for (let left = values; left > 0 && this.#value < this.#end; left -= 1) {
      this.#closeBefore(this.#value);
      this.#add(this.#value);
    }
    if (this.#value < this.#end) {
      return null;
    }
    this.#closeBefore(Infinity);
    return this.#rows.result();
  }

  #closeBefore(value: number): void {
    while (value >= this.#openUntil && this.#open.length > 0) {
      this.#rows.add(this.#open.pop() ?? 0, CLOSE, this.#depth + this.#open.length);
      const outer = this.#open.at(-1);
      this.#openUntil = outer === undefined ? Infinity : (this.#index.next[outer] ?? 0);
    }
  }

  #add(value: number): void {
    const depth = this.#depth + this.#open.length;
    const after = this.#index.next[value] ?? this.#end;
    const isOpen = this.#folded[value] === 0;
    if (isOpen && after > value + 1) {
      this.#rows.add(value, 0, depth);
      this.#open.push(value);
      this.#openUntil = after;
      this.#value = value + 1;
      return;
    }
    const parts = isOpen ? partsOf(this.#index, value, columnsAt(depth, this.#columns)) : 1;
    for (let part = 0; part < parts; part += 1) {
      this.#rows.add(value, part, depth);
    }
    this.#value = after;
  }
}

/** All rows of a value, at once. */
export function rowsOf(index: JsonIndex, folded: Uint8Array, columns: number, position?: JsonPosition): JsonRows {
  return new JsonRowsBuilder(index, folded, columns, position).step(Infinity) ?? new RowList().result();
}

/** `rows`, in which the value of the row `at` has other rows, because it was folded or unfolded. */
export function withRows(rows: JsonRows, at: number, replaced: JsonRows): JsonRows {
  const end = endOfValue(rows, at);
  const column = (name: 'value' | 'part' | 'depth') => {
    const joined = new Int32Array(at + replaced.count + rows.count - end);
    joined.set(rows[name].subarray(0, at));
    joined.set(replaced[name].subarray(0, replaced.count), at);
    joined.set(rows[name].subarray(end, rows.count), at + replaced.count);
    return joined;
  };
  const value = column('value');
  return { count: value.length, value, part: column('part'), depth: column('depth') };
}

/** The row after the last one of the value of the row `at`. */
function endOfValue({ count, depth, value, part }: JsonRows, at: number): number {
  let end = at + 1;
  while (end < count && ((depth[end] ?? 0) > (depth[at] ?? 0) || (value[end] === value[at] && part[end] !== 0))) {
    end += 1;
  }
  return end;
}

class RowList {
  #count = 0;
  #value = new Int32Array(1024);
  #part = new Int32Array(1024);
  #depth = new Int32Array(1024);

  add(value: number, part: number, depth: number): void {
    if (this.#count === this.#value.length) {
      this.#value = grown(this.#value);
      this.#part = grown(this.#part);
      this.#depth = grown(this.#depth);
    }
    this.#value[this.#count] = value;
    this.#part[this.#count] = part;
    this.#depth[this.#count] = depth;
    this.#count += 1;
  }

  result(): JsonRows {
    return { count: this.#count, value: this.#value, part: this.#part, depth: this.#depth };
  }
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}

/** The row in which a character of the text is shown; the first row of its value if that is folded. -1 if it is not shown. */
export function rowOfOffset(index: JsonIndex, rows: JsonRows, offset: number, columns: number): number {
  const value = valueOfOffset(index, offset);
  const row = rowOfValue(rows, value);
  const room = columnsAt(rows.depth[row] ?? 0, columns);
  let found = row;
  while (row >= 0 && rows.value[found + 1] === value && rows.part[found + 1] !== CLOSE) {
    if (offset < partAt(index, value, (rows.part[found] ?? 0) + 1, room)[0]) {
      break;
    }
    found += 1;
  }
  return found;
}

/** The first row of a value; -1 if it is in a folded one. */
export function rowOfValue({ count, value: values, part }: JsonRows, value: number): number {
  for (let row = 0; row < count; row += 1) {
    if (values[row] === value && part[row] === 0) {
      return row;
    }
  }
  return -1;
}

/** Offset of the first character of a value's row: its name, or itself. */
export function firstOf({ name, start }: JsonIndex, value: number): number {
  const at = name[value] ?? -1;
  return at < 0 ? (start[value] ?? 0) : at;
}

/** The last value that begins, with its name, at `offset` or before. */
export function valueOfOffset(index: JsonIndex, offset: number): number {
  let low = 0;
  let high = index.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (firstOf(index, middle) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
