import type { RecordKey } from '@tokentrail/records';
import { StoreError } from '../store-error.ts';
import type { UsageLedger } from '../usage-ledger.ts';
import { hasIds, allOf, isFrom } from './conditions.ts';
import { identifier } from './identifier.ts';
import { processOf, processesQuery } from './list-processes.ts';
import { listRecords } from './list-records.ts';
import { readAttempts } from './read-attempts.ts';
import { MISSING_TABLE_KINDS, checkSchema, explainingSchema } from './schema-version.ts';
import { runQuery, type Query } from './query.ts';
import { RECORD_COLUMNS, recordOf } from './record-row.ts';
import { totalsOf, totalsQuery } from './totals.ts';
import type { ClickHouseTransport } from './transport.ts';

export interface ClickHouseLedgerOptions {
  /** Transport to the ledger with an account that may read `usage_records`, `price_entries` and `processes`. */
  ledger: ClickHouseTransport;
  /** Transport to the ledger with an account that may also read `attempts`. */
  attempts: ClickHouseTransport;
  /** Default: `tokentrail_ledger`. */
  database?: string;
}

/** Creates the ledger on ClickHouse. Results are exact at any time: versions and replays of a record count once. */
export function clickHouseLedger({ ledger, attempts, database }: ClickHouseLedgerOptions): UsageLedger {
  const name = identifier(database ?? 'tokentrail_ledger');
  const records = `${name}.usage_records`;
  const runRaw = (query: Query, signal?: AbortSignal) => runQuery(ledger, query, signal);
  const run = explainingSchema(runRaw, runRaw, name);
  const runOnAttempts = explainingSchema((query, signal) => runQuery(attempts, query, signal), runRaw, name);
  const runOnProcesses = explainingSchema(runRaw, runRaw, name, MISSING_TABLE_KINDS);
  const attemptsOf = (keys: readonly RecordKey[], signal?: AbortSignal) =>
    readAttempts((query) => runOnAttempts(query, signal), `${name}.record_attempts`, keys);
  return {
    capabilities: {
      totals: true,
      maxRangeMs: null,
      versions: true,
      senders: true,
      priceEntries: true,
      processes: true,
    },

    list: (request) => listRecords(run, records, request),

    async totals(request) {
      const [row] = await run(totalsQuery(records, request), request.signal);
      if (row === undefined) {
        throw new StoreError('failed', 'The store returned no row for a total.');
      }
      return totalsOf(row);
    },

    async record(key, signal) {
      const { sql, parameters } = allOf([hasIds(key), isFrom(key.sender)]);
      const [row] = await run(
        { sql: `SELECT ${RECORD_COLUMNS} FROM ${records} FINAL WHERE ${sql} ORDER BY sender LIMIT 1`, parameters },
        signal,
      );
      return row === undefined ? null : recordOf(row);
    },

    attempts: async (key, signal) => (await attemptsOf([key], signal))[0] ?? [],

    attemptsOf,

    async priceEntry(hash, signal) {
      const sql = `SELECT body FROM ${name}.price_entries WHERE entry = {entry:String} LIMIT 1`;
      const [row] = await run({ sql, parameters: { entry: hash } }, signal);
      return row === undefined ? null : String(row['body']);
    },

    async processes(request) {
      const rows = await runOnProcesses(processesQuery(`${name}.processes`, request), request.signal);
      return rows.map(processOf);
    },

    checkSchema: (signal) => checkSchema(runRaw, name, signal),
  };
}
