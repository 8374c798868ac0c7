import type { RecordKey } from '@tokentrail/records';
import type { TimeRange } from '../usage-ledger.ts';
import type { Parameters } from './parameters.ts';

/**
 * Maximum number of start times that one query names: its parameters are in the query string, and a server accepts 16 KiB
 * there.
 */
export const MAX_NAMED_STARTS = 300;

/** A part of a WHERE clause and the values of its placeholders. */
export interface Condition {
  sql: string;
  parameters: Parameters;
}

export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? '1' : conditions.map(({ sql }) => sql).join(' AND '),
    parameters: Object.assign({}, ...conditions.map(({ parameters }) => parameters)) as Parameters,
  };
}

export function inRange({ fromMs, toMs }: TimeRange): Condition {
  return {
    sql: 'start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})',
    parameters: { from_ms: Math.trunc(fromMs), to_ms: Math.trunc(toMs) },
  };
}

/**
 * Older than `key` in the order of lists, which is the sorting key: start, trace, span, sender. The second part implies
 * the first; the first lets the engine use the primary key.
 */
export function olderThan(key: RecordKey): Condition {
  return {
    sql:
      'start_time <= fromUnixTimestamp64Nano({before_start:Int64}) AND ' +
      '(start_time, trace_id, span_id, sender) < ' +
      '(fromUnixTimestamp64Nano({before_start:Int64}), {before_trace:String}, {before_span:String}, {before_sender:String})',
    parameters: {
      before_start: key.startUnixNano,
      before_trace: key.traceId,
      before_span: key.spanId,
      before_sender: key.sender ?? '',
    },
  };
}

/** Records with these ids, of any sender. */
export function hasIds(key: RecordKey): Condition {
  return {
    sql: 'start_time = fromUnixTimestamp64Nano({start:Int64}) AND trace_id = {trace_id:String} AND span_id = {span_id:String}',
    parameters: { start: key.startUnixNano, trace_id: key.traceId, span_id: key.spanId },
  };
}

export function isFrom(sender: string | undefined): Condition {
  return sender === undefined
    ? { sql: '1', parameters: {} }
    : { sql: 'sender = {sender:String}', parameters: { sender } };
}

/**
 * Records that may be among `keys` (at least one key). The condition matches by span id only, so records of other
 * traces or senders may match too.
 */
export function isAmong(keys: readonly RecordKey[]): Condition {
  const starts = keys.map(({ startUnixNano }) => BigInt(startUnixNano));
  return {
    sql:
      'start_time >= fromUnixTimestamp64Nano({oldest:Int64}) AND ' +
      'start_time <= fromUnixTimestamp64Nano({newest:Int64}) AND span_id IN {span_ids:Array(String)}',
    parameters: {
      oldest: String(starts.reduce((a, b) => (a < b ? a : b))),
      newest: String(starts.reduce((a, b) => (a > b ? a : b))),
      span_ids: keys.map(({ spanId }) => spanId),
    },
  };
}

/** Records that started at one of these times, unix nanoseconds; at most `MAX_NAMED_STARTS`. */
export function startedAtOneOf(starts: readonly string[]): Condition {
  return { sql: 'start_time IN {starts:Array(DateTime64(9))}', parameters: { starts: starts.map(secondsOf) } };
}

/** Nanoseconds as seconds with nine decimals. */
function secondsOf(nanoseconds: string): string {
  return `${nanoseconds.slice(0, -9)}.${nanoseconds.slice(-9)}`;
}
