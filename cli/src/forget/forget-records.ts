import { randomBytes } from 'node:crypto';
import {
  deleteContentStatement,
  deleteOlderVersionsStatement,
  forgottenVersion,
  type RecordIds,
} from '@tokentrail/clickhouse';
import type { ClickHouseTransport, Row } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { readEnded, type Selection } from './read-records.ts';

interface Stores {
  /** With the account that removes data. */
  ledger: ClickHouseTransport;
  traces: ClickHouseTransport;
}

/** Facts that the ledger keeps about a run. */
interface Order {
  by: string;
  reason: string;
  nowMs: number;
}

/** In place of the user. */
const TOMBSTONE = 'forgotten';
/** Columns that identify a person, or what the person did. */
const PERSONAL = ['session_id', 'conversation_id', 'client_address', 'user_agent', 'response_id'];
/** Those of a key, which identifies a person if the key is selected. */
const OF_KEY = ['key_name', 'key_preview'];

/**
 * Replaces the selected records that have ended by a version without what identifies a person, removes their content, and records who
 * did it.
 *
 * @param reader Reads all columns of the ledger.
 * @param stores Null: only counts.
 * @returns the number of records.
 */
export async function forgetRecords(
  reader: ClickHouseTransport,
  stores: Stores | null,
  selection: Selection,
  order: Order,
): Promise<number> {
  let count = 0;
  for await (const rows of readEnded(reader, selection)) {
    count += rows.length;
    if (stores !== null) {
      const ids = rows.map(idsOf);
      await insert(
        stores.ledger,
        rows.map((row) => forgottenRow(row, selection, order.nowMs)),
      );
      await run(stores.traces, deleteContentStatement(ids));
      await run(stores.ledger, deleteOlderVersionsStatement(ids));
    }
  }
  if (stores !== null && count > 0) {
    await insert(stores.ledger, [recordOf(count, order)]);
  }
  return count;
}

function idsOf(row: Row): RecordIds {
  return { traceId: String(row['trace_id']), spanId: String(row['span_id']), sender: String(row['sender']) };
}

function forgottenRow(row: Row, { column }: Selection, nowMs: number): Row {
  const emptied = [...PERSONAL, ...(column === 'key_name' ? OF_KEY : [])];
  return {
    ...row,
    ...Object.fromEntries(emptied.map((name) => [name, null])),
    user_id: row['user_id'] === null ? null : TOMBSTONE,
    tags: {},
    ver: forgottenVersion(nowMs),
  };
}

/** The event that says who forgot how many records, and why. It does not name the person. */
function recordOf(count: number, { by, reason, nowMs }: Order): Row {
  return {
    start_time: new Date(nowMs).toISOString().replace('T', ' ').replace('Z', ''),
    trace_id: randomBytes(16).toString('hex'),
    span_id: randomBytes(8).toString('hex'),
    sender: 'tokentrail forget',
    ver: forgottenVersion(nowMs),
    received_at: new Date(nowMs).toISOString().replace('T', ' ').replace('Z', ''),
    record_type: 'manage',
    state: 'success',
    event_name: 'forget',
    user_id: by,
    service_name: 'tokentrail',
    tags: { reason, records: String(count) },
  };
}

async function insert(ledger: ClickHouseTransport, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((name) => `\`${name}\``);
  const query = { query: `INSERT INTO tokentrail_ledger.usage_records (${columns.join(', ')}) FORMAT JSONEachRow` };
  await send(ledger, query, rows.map((row) => JSON.stringify(row)).join('\n'));
}

async function run(store: ClickHouseTransport, sql: string): Promise<void> {
  await send(store, {}, sql);
}

async function send(store: ClickHouseTransport, query: Readonly<Record<string, string>>, sql: string): Promise<void> {
  const response = await store({ query, sql }).catch((error: unknown) => {
    throw new UserError('a store does not respond: run the command again when it does', { cause: error });
  });
  if (response.status !== 200) {
    throw new UserError(`a store rejected the change: ${response.body.trim().split('\n')[0]}`);
  }
}
