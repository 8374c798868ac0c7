import type { RecordKey } from '@tokentrail/records';
import { SORT_FIELDS, type LedgerCapabilities, type UsageLedger } from '../usage-ledger.ts';
import { MISSING_TABLE_KINDS, explainingSchema } from './explain-schema.ts';
import { identifier } from './identifier.ts';
import { listRecords } from './list-records.ts';
import { recordSource, type RecordSource } from './record-row.ts';
import { runQuery, type Query, type Run } from './query.ts';
import type { ClickHouseTransport } from './transport.ts';

export interface ClickHouseLedgerOptions {
  /** Transport to the ledger with an account that may read `usage_records`, `price_entries`, `processes` and `settings`. */
  ledger: ClickHouseTransport;
  /** Transport to the ledger with an account that may also read `attempts`. */
  attempts: ClickHouseTransport;
  /** Default: `tokentrail_ledger`. */
  database?: string;
  /** False: the ledger hides margins from the account of `ledger`. Default: true. */
  margin?: boolean;
}

const CAPABILITIES: Omit<LedgerCapabilities, 'margin'> = {
  totals: true,
  percentiles: true,
  histogram: true,
  distinct: true,
  groups: true,
  series: true,
  sorts: SORT_FIELDS,
  maxRangeMs: null,
  versions: true,
  senders: true,
  priceEntries: true,
  attemptIds: true,
  processes: true,
  settings: true,
};

/**
 * Creates the ledger on ClickHouse. Results are exact at any time: versions and replays of a record count once. What a page does not need
 * for its first rows is imported on first use.
 */
export function clickHouseLedger({ ledger, attempts, database, margin = true }: ClickHouseLedgerOptions): UsageLedger {
  const name = identifier(database ?? 'tokentrail_ledger');
  const records = `${name}.usage_records`;
  const source = recordSource(records, margin);
  const runRaw = (query: Query, signal?: AbortSignal) => runQuery(ledger, query, signal);
  const run = explainingSchema(runRaw, runRaw, name);
  const runOnAttempts = explainingSchema((query, signal) => runQuery(attempts, query, signal), runRaw, name);
  const runOnNewTables = explainingSchema(runRaw, runRaw, name, MISSING_TABLE_KINDS);
  const attemptsOf = async (keys: readonly RecordKey[], signal?: AbortSignal) => {
    const { readAttempts } = await import('./read-attempts.ts');
    return readAttempts((query) => runOnAttempts(query, signal), `${name}.record_attempts`, keys);
  };
  return {
    capabilities: { ...CAPABILITIES, margin },

    list: (request) => listRecords(run, source, request),

    ...figureReads(run, records, margin),

    ...seriesReads(run, runOnAttempts, name),

    ...recordReads(run, source),

    attempts: async (key, signal) => (await attemptsOf([key], signal))[0]?.attempts ?? [],

    versionedAttempts: async (key, signal) => (await attemptsOf([key], signal))[0] ?? { attempts: [], version: null },

    attemptsOf: async (keys, signal) => (await attemptsOf(keys, signal)).map(({ attempts }) => attempts),

    async keysOfAttempt(request) {
      const { keysOfAttempt } = await import('./read-attempts.ts');
      return keysOfAttempt((query) => runOnAttempts(query, request.signal), `${name}.record_attempts`, request);
    },

    async priceEntry(hash, signal) {
      const sql = `SELECT body FROM ${name}.price_entries WHERE entry = {entry:String} LIMIT 1`;
      const [row] = await run({ sql, parameters: { entry: hash } }, signal);
      return row === undefined ? null : String(row['body']);
    },

    async processes(request) {
      const { processOf, processesQuery } = await import('./list-processes.ts');
      const rows = await runOnNewTables(processesQuery(`${name}.processes`, request), request.signal);
      return rows.map(processOf);
    },

    async settings(signal) {
      const { settingsOf, settingsQuery } = await import('./read-settings.ts');
      return settingsOf(await runOnNewTables(settingsQuery(`${name}.settings`), signal));
    },

    async checkSchema(signal) {
      const { checkSchema } = await import('./schema-version.ts');
      return checkSchema(runRaw, name, signal);
    },
  };
}

/** The reads of records by their keys. */
function recordReads(run: Run, source: RecordSource): Pick<UsageLedger, 'record' | 'records' | 'whole'> {
  const reads = () => import('./read-records.ts');
  return {
    record: async (key, signal) => (await reads()).readRecord((query) => run(query, signal), source, key),
    records: async (keys, signal) => (await reads()).readRecords((query) => run(query, signal), source, keys),
    whole: async (key, signal) => (await reads()).readWhole((query) => run(query, signal), source, key),
  };
}

/** The reads that summarise a selection. */
function figureReads(
  run: Run,
  table: string,
  margin: boolean,
): Pick<UsageLedger, 'totals' | 'percentiles' | 'histogram' | 'distinct' | 'errors' | 'groups'> {
  const reads = async () => (await import('./read-figures.ts')).figuresOf(run, table, margin);
  return {
    totals: async (selection) => (await reads()).totals(selection),
    percentiles: async (selection) => (await reads()).percentiles(selection),
    histogram: async (request) => (await reads()).histogram(request),
    distinct: async (request) => (await reads()).distinct(request),
    errors: async (request) => (await reads()).errors(request),
    groups: async (request) => (await reads()).groups(request),
  };
}

/** The reads that divide a selection by time. */
function seriesReads(
  run: Run,
  runOnAttempts: Run,
  database: string,
): Pick<UsageLedger, 'series' | 'latency' | 'hoursOfWeek' | 'attemptProviders'> {
  const reads = async () => (await import('./read-series.ts')).seriesReads(run, runOnAttempts, database);
  return {
    series: async (request) => (await reads()).series(request),
    latency: async (request) => (await reads()).latency(request),
    hoursOfWeek: async (selection) => (await reads()).hoursOfWeek(selection),
    attemptProviders: async (request) => (await reads()).attemptProviders(request),
  };
}
