import type { RecordKey } from '@tokentrail/records';
import type { Totals } from '../figures.ts';
import type { RecordSelection } from '../record-selection.ts';
import { StoreError } from '../store-error.ts';
import { SORT_FIELDS, type LedgerCapabilities, type UsageLedger } from '../usage-ledger.ts';
import { distinctQuery, distinctValueOf } from './distinct.ts';
import { errorGroupOf, errorsQuery } from './error-groups.ts';
import { histogramOf, histogramQuery } from './histogram.ts';
import { identifier } from './identifier.ts';
import { processOf, processesQuery } from './list-processes.ts';
import { listRecords } from './list-records.ts';
import { percentilesOf, percentilesQuery } from './percentiles.ts';
import { readAttempts } from './read-attempts.ts';
import { readDetail, readRecord, readRecords } from './read-records.ts';
import { MISSING_TABLE_KINDS, checkSchema, explainingSchema } from './schema-version.ts';
import { listGroups } from './record-groups.ts';
import { recordSource } from './record-row.ts';
import { runQuery, type Query, type Row } from './query.ts';
import { busiestMinuteQuery, totalsOf, totalsQuery } from './totals.ts';
import type { ClickHouseTransport } from './transport.ts';

export interface ClickHouseLedgerOptions {
  /** Transport to the ledger with an account that may read `usage_records`, `price_entries` and `processes`. */
  ledger: ClickHouseTransport;
  /** Transport to the ledger with an account that may also read `attempts`. */
  attempts: ClickHouseTransport;
  /** Default: `tokentrail_ledger`. */
  database?: string;
  /** False: the ledger hides margins from the account of `ledger`. Default: true. */
  margin?: boolean;
}

type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

const CAPABILITIES: Omit<LedgerCapabilities, 'margin'> = {
  totals: true,
  percentiles: true,
  histogram: true,
  distinct: true,
  groups: true,
  sorts: SORT_FIELDS,
  maxRangeMs: null,
  versions: true,
  senders: true,
  priceEntries: true,
  processes: true,
};

/** Creates the ledger on ClickHouse. Results are exact at any time: versions and replays of a record count once. */
export function clickHouseLedger({ ledger, attempts, database, margin = true }: ClickHouseLedgerOptions): UsageLedger {
  const name = identifier(database ?? 'tokentrail_ledger');
  const records = `${name}.usage_records`;
  const source = recordSource(records, margin);
  const runRaw = (query: Query, signal?: AbortSignal) => runQuery(ledger, query, signal);
  const run = explainingSchema(runRaw, runRaw, name);
  const runOnAttempts = explainingSchema((query, signal) => runQuery(attempts, query, signal), runRaw, name);
  const runOnProcesses = explainingSchema(runRaw, runRaw, name, MISSING_TABLE_KINDS);
  const attemptsOf = (keys: readonly RecordKey[], signal?: AbortSignal) =>
    readAttempts((query) => runOnAttempts(query, signal), `${name}.record_attempts`, keys);
  return {
    capabilities: { ...CAPABILITIES, margin },

    list: (request) => listRecords(run, source, request),

    totals: (selection) => readTotals(run, records, selection, margin),

    async percentiles(selection) {
      return percentilesOf(await firstRow(run(percentilesQuery(records, selection), selection.signal)));
    },

    async histogram(request) {
      return histogramOf(await run(histogramQuery(records, request), request.signal), request);
    },

    async distinct(request) {
      const rows = await run(distinctQuery(records, request), request.signal);
      return rows.map(distinctValueOf);
    },

    async errors(request) {
      return (await run(errorsQuery(records, request), request.signal)).map(errorGroupOf);
    },

    groups: (request) => listGroups(run, records, request),

    record: (key, signal) => readRecord((query) => run(query, signal), source, key),

    records: (keys, signal) => readRecords((query) => run(query, signal), source, keys),

    detail: (key, signal) => readDetail((query) => run(query, signal), source, key),

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

async function readTotals(run: Run, table: string, selection: RecordSelection, margin: boolean): Promise<Totals> {
  const [sums, minute] = await Promise.all([
    firstRow(run(totalsQuery(table, selection, margin), selection.signal)),
    firstRow(run(busiestMinuteQuery(table, selection), selection.signal)),
  ]);
  return totalsOf(sums, minute, margin);
}

/** The row of an aggregate over all records. */
async function firstRow(rows: Promise<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (row === undefined) {
    throw new StoreError('failed', 'The store returned no row for a total.');
  }
  return row;
}
