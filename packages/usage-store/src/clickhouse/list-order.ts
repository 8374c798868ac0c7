import { recordKeyOf, type UsageRecord } from '@tokentrail/records';
import { numberOf } from '../number-of.ts';
import { MAX_SORTED_ROWS, type RecordCursor, type SortField } from '../usage-ledger.ts';
import { olderThan, type Condition } from './conditions.ts';
import { NUMBERS } from './filter-conditions.ts';
import type { Row } from './query.ts';

/** Where a version is in the order of a list. Several versions and records may share a position. */
export interface Position {
  /** Unix nanoseconds. */
  start: string;
  /** The value that the list is sorted by, -1 if it is unknown. Empty in a list sorted by time. */
  value: string;
}

/** The order of a list, and the conditions for what precedes or follows in it. */
export interface ListOrder {
  isTime: boolean;
  /** Maximum number of rows over all pages. */
  maxRows: number;
  /** SELECT list that `positionOf` reads. */
  positionColumns: string;
  positionOrder: string;
  recordOrder: string;
  positionOf(row: Row): Position;
  cursorOf(record: UsageRecord, rows: number): RecordCursor;
  /** Versions at the position of the cursor and after it. Reads fewer columns than `after`. */
  notBefore(cursor: RecordCursor): Condition;
  /** What follows a cursor or a position. */
  after(position: RecordCursor | Position): Condition;
  /** What precedes a position, or is at it. */
  notAfter(position: Position): Condition;
}

const START = 'toString(toUnixTimestamp64Nano(start_time)) AS start_unix_nano';
const RECORD_ORDER = 'start_time DESC, trace_id DESC, span_id DESC, sender DESC';
const startOf = (name: string) => `fromUnixTimestamp64Nano({${name}:Int64})`;

const BY_TIME: ListOrder = {
  isTime: true,
  maxRows: Infinity,
  positionColumns: START,
  positionOrder: 'start_time DESC',
  recordOrder: RECORD_ORDER,
  positionOf: (row) => ({ start: String(row['start_unix_nano']), value: '' }),
  cursorOf: recordKeyOf,
  notBefore: ({ startUnixNano }) => ({
    sql: `start_time <= ${startOf('before_start')}`,
    parameters: { before_start: startUnixNano },
  }),
  after: (position) =>
    'start' in position
      ? { sql: `start_time < ${startOf('rest')}`, parameters: { rest: position.start } }
      : olderThan(position),
  notAfter: ({ start }) => ({ sql: `start_time >= ${startOf('last')}`, parameters: { last: start } }),
};

/** The order of a list sorted by this field. */
export function orderOf(sort: SortField): ListOrder {
  return sort === 'time' ? BY_TIME : orderByValue(sort);
}

function orderByValue(sort: Exclude<SortField, 'time'>): ListOrder {
  // All values are at least 0, so unknown ones are last.
  const value = `ifNull(toInt64(${NUMBERS[sort]}), -1)`;
  const position = (prefix: string) => `({${prefix}_value:Int64}, ${startOf(`${prefix}_start`)})`;
  const atPosition = (prefix: string, { value: at, start }: Position) => ({
    [`${prefix}_value`]: at,
    [`${prefix}_start`]: start,
  });
  return {
    isTime: false,
    maxRows: MAX_SORTED_ROWS,
    positionColumns: `${START}, toString(${value}) AS value`,
    positionOrder: `${value} DESC, start_time DESC`,
    recordOrder: `${value} DESC, ${RECORD_ORDER}`,
    positionOf: (row) => ({ start: String(row['start_unix_nano']), value: String(row['value']) }),
    cursorOf: (record, rows) => ({ ...recordKeyOf(record), value: numberOf(record, sort)?.toString() ?? null, rows }),
    notBefore: (cursor) => ({
      sql: `(${value}, start_time) <= ${position('before')}`,
      parameters: atPosition('before', positionOfCursor(cursor)),
    }),
    after: (at) => {
      if ('start' in at) {
        return { sql: `(${value}, start_time) < ${position('rest')}`, parameters: atPosition('rest', at) };
      }
      const { sql, parameters } = olderThan(at);
      return {
        sql: `(${value} < {after_value:Int64} OR (${value} = {after_value:Int64} AND ${sql}))`,
        parameters: { ...parameters, after_value: positionOfCursor(at).value },
      };
    },
    notAfter: (last) => ({
      sql: `(${value}, start_time) >= ${position('last')}`,
      parameters: atPosition('last', last),
    }),
  };
}

function positionOfCursor({ startUnixNano, value }: RecordCursor): Position {
  return { start: startUnixNano, value: value ?? '-1' };
}
