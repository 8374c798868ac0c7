import { PROCESS_FIELDS, PROCESS_RECORD_KEYS, type ProcessRecord } from '@tokentrail/records';
import type { ProcessListRequest } from '../usage-ledger.ts';
import { fieldReaders } from './column-readers.ts';
import type { Query, Row } from './query.ts';

const READERS = fieldReaders(PROCESS_FIELDS, PROCESS_RECORD_KEYS);

/**
 * Selects the newest report of each process. A process whose clock was wrong at its start may have several rows, so
 * `LIMIT BY` chooses the newest.
 */
export function processesQuery(table: string, { range, sender, limit }: ProcessListRequest): Query {
  const started = 'started_at < fromUnixTimestamp64Milli({to_ms:Int64})';
  const reported = 'reported_at >= fromUnixTimestamp64Milli({from_ms:Int64})';
  const ofSender = sender === undefined ? '' : 'AND sender = {sender:String} ';
  return {
    sql:
      `SELECT ${READERS.columns} FROM ${table} FINAL WHERE ${started} AND ${reported} ${ofSender}` +
      'ORDER BY reported_at DESC, sender LIMIT 1 BY sender LIMIT {limit:UInt32}',
    parameters: {
      from_ms: Math.trunc(range.fromMs),
      to_ms: Math.trunc(range.toMs),
      limit,
      ...(sender !== undefined && { sender }),
    },
  };
}

/** Builds the process record from a row of `processesQuery`. */
export function processOf(row: Row): ProcessRecord {
  return READERS.valuesOf(row) as ProcessRecord;
}
