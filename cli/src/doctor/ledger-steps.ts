import { FIELDS, FIELD_KEYS, MARGIN_FIELD_KEYS, type RecordKey, type UsageRecord } from '@tokentrail/records';
import {
  StoreError,
  clickHouseLedger,
  clickHouseTraceReader,
  httpTransport,
  runQuery,
  type ClickHouseTransport,
} from '@tokentrail/usage-store';
import { MAX_CLOCK_DIFFERENCE_MS } from './collector-step.ts';
import { failed, passed, type Finding } from './finding.ts';
import { NO_RECORD } from './grafana-steps.ts';
import { findingOfError } from './store-words.ts';
import type { TestRecord } from './test-record.ts';
import { waitFor } from './wait-for.ts';

export interface StoreAccount {
  url: string;
  user: string;
  password: string;
}

const LEDGER = {
  subject: 'the ledger',
  reader: 'direct',
  settings: 'TOKENTRAIL_LEDGER_URL and the password of its reader',
} as const;
const TRACES = {
  subject: 'the traces store',
  reader: 'direct',
  settings: 'TOKENTRAIL_TRACES_URL and TOKENTRAIL_TRACES_READER_PASSWORD',
} as const;

/** Whether the ledger can be read, and has the schema of this release. */
export async function checkLedger(account: StoreAccount): Promise<Finding> {
  const started = performance.now();
  try {
    const ledger = ledgerOf(account);
    await ledger.record(NO_RECORD);
    await ledger.checkSchema();
    return passed(
      `${new URL(account.url).host} can be read as ${account.user}, and its schema is that of this release`,
    );
  } catch (error) {
    return findingOfError(error, performance.now() - started, LEDGER);
  }
}

/** Whether the test record arrives in the ledger. */
export async function checkArrival(
  account: StoreAccount,
  { key, sentAtMs }: TestRecord,
  waitMs: number,
): Promise<Finding> {
  const started = performance.now();
  try {
    const record = await waitFor(() => ledgerOf(account).record(key), waitMs);
    return record === null
      ? notArrived('the ledger', waitMs)
      : findingOfArrival(record, sentAtMs, performance.now() - started);
  } catch (error) {
    return findingOfError(error, performance.now() - started, LEDGER);
  }
}

function notArrived(store: string, waitMs: number): Finding {
  return failed(
    `the test record did not arrive in ${store} within ${Math.round(waitMs / 1000)} s`,
    `The collector accepted it but cannot write it, or writes to another store: compare the ${store === 'the ledger' ? 'TOKENTRAIL_LEDGER_' : 'TOKENTRAIL_TRACES_'}… variables of the collector, and read its log for “Exporting failed”. It keeps the record and sends it again; a longer --wait helps if it is only slow.`,
  );
}

function findingOfArrival({ receivedAtMs }: UsageRecord, sentAtMs: number, elapsedMs: number): Finding {
  const text = `the test record arrived after ${(elapsedMs / 1000).toFixed(1)} s`;
  const differenceMs = receivedAtMs === null ? 0 : receivedAtMs - sentAtMs;
  const isAhead = differenceMs > elapsedMs + MAX_CLOCK_DIFFERENCE_MS;
  if (!isAhead && differenceMs > -MAX_CLOCK_DIFFERENCE_MS) {
    return passed(text);
  }
  return {
    state: 'warning',
    text: `${text}, but the clock of the store differs`,
    remedy: `It is about ${Math.round(Math.abs(differenceMs) / 1000)} s ${isAhead ? 'ahead of' : 'behind'} this one. Synchronise both: otherwise new records seem to be late, or to come from the future.`,
  };
}

/** What viewers may read, who use the ledger's reader. */
export async function checkViewers(account: StoreAccount): Promise<Finding> {
  const started = performance.now();
  try {
    const reader = httpTransport(account);
    const hidden = await hiddenColumns(reader);
    const margin = MARGIN_COLUMNS.every((column) => hidden.includes(column));
    const seesAttempts = await mayRead(reader, 'SELECT 1 FROM tokentrail_ledger.attempts LIMIT 0');
    const details = [
      `${COLUMNS.length - hidden.length} of ${COLUMNS.length} columns of usage_records${hidden.length === 0 ? '' : `, not ${hidden.join(', ')}`}`,
      margin
        ? 'of all amounts only what callers are charged'
        : 'what callers are charged, list prices and what is paid',
      'no content, which the ledger does not have',
    ];
    return seesAttempts
      ? {
          ...failed(
            `${account.user} may read attempts, which only administrators should see`,
            'Give viewers the account tokentrail_ledger_reader, and run accounts.sql of this release.',
          ),
          details,
        }
      : passed('viewers read calls without attempts', [...details, 'attempts: refused']);
  } catch (error) {
    return findingOfError(error, performance.now() - started, LEDGER);
  }
}

const COLUMNS = FIELD_KEYS.map((key) => FIELDS[key].column);
const MARGIN_COLUMNS = MARGIN_FIELD_KEYS.map((key) => FIELDS[key].column);

/** The columns that an account may not read. */
async function hiddenColumns(reader: ClickHouseTransport): Promise<string[]> {
  const select = (columns: readonly string[]) =>
    `SELECT ${columns.join(', ')} FROM tokentrail_ledger.usage_records LIMIT 0`;
  const shown = COLUMNS.filter((column) => !MARGIN_COLUMNS.includes(column));
  if (await mayRead(reader, select(COLUMNS))) {
    return [];
  }
  if (await mayRead(reader, select(shown))) {
    return MARGIN_COLUMNS;
  }
  const hidden: string[] = [];
  for (const column of COLUMNS) {
    if (!(await mayRead(reader, select([column])))) {
      hidden.push(column);
    }
  }
  return hidden;
}

/** @throws StoreError of another kind than `forbidden`. */
async function mayRead(reader: ClickHouseTransport, sql: string): Promise<boolean> {
  try {
    await runQuery(reader, { sql, parameters: {} });
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'forbidden') {
      return false;
    }
    throw error;
  }
}

/** Whether the test record arrives in the traces store. */
export async function checkTraces(account: StoreAccount, key: RecordKey, waitMs: number): Promise<Finding> {
  const started = performance.now();
  try {
    const traces = clickHouseTraceReader({ traces: httpTransport(account) });
    const sizes = await waitFor(() => traces.contentSizes(key), waitMs);
    return sizes === null
      ? notArrived('the traces store', waitMs)
      : passed(`the test record arrived in ${new URL(account.url).host}`);
  } catch (error) {
    return findingOfError(error, performance.now() - started, TRACES);
  }
}

function ledgerOf(account: StoreAccount) {
  const reader = httpTransport(account);
  return clickHouseLedger({ ledger: reader, attempts: reader });
}
