import type { Repriced } from '@tokentrail/pricing';
import { encodeAttempt, type RecordKey } from '@tokentrail/records';
import { readEndedRows, type ClickHouseTransport, type Row } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';

export interface RepricedRecord {
  key: RecordKey;
  reprice: Repriced;
}

/** What stands beside new money in every row. */
export interface RepriceOrder {
  /** Who prices, and why: one line each. */
  by: string;
  reason: string;
  /** Of the new versions, unix ms. */
  nowMs: number;
  /** Contents of the price entries that the records name, by hash. */
  entries: ReadonlyMap<string, string>;
}

export interface RepricerStores {
  /** To the ledger under the account that may read `usage_records`. */
  ledger: ClickHouseTransport;
  /** To the ledger under the account that may insert into `repriced`. */
  repricer: ClickHouseTransport;
}

/** Rank of a version that was priced later: see `clickhouse/ledger.sql`. */
const REPRICED_RANK = 3n;

/**
 * Writes new money of calls that have ended. A row is replaced and never changed, so each is read as it is and written
 * again whole; what has been priced, repriced or forgotten meanwhile is left as it is. Resolves with how many were written.
 */
export async function writeRepriced(
  { ledger, repricer }: RepricerStores,
  records: readonly RepricedRecord[],
  order: RepriceOrder,
): Promise<number> {
  const rows = await readEndedRows(
    ledger,
    records.map(({ key }) => key),
  );
  const repriced = records.flatMap(({ reprice }, index) => {
    const row = rows[index];
    return row && isStillUnknown(row, reprice) ? [repricedRow(row, reprice, order)] : [];
  });
  if (repriced.length > 0) {
    await insert(repricer, repriced);
  }
  return repriced.length;
}

const AMOUNTS = ['list', 'paid', 'charged'] as const;

/** Whether each amount that is to be replaced has none yet. */
function isStillUnknown(row: Row, { cost }: Repriced): boolean {
  return AMOUNTS.every((name) => row[`cost_${name}`] === null || String(row[`cost_${name}`]) === cost[name].nanoUsd);
}

function repricedRow(row: Row, reprice: Repriced, { by, reason, nowMs, entries }: RepriceOrder): Row {
  const amounts = AMOUNTS.flatMap((name): [string, string | null][] => [
    [`cost_${name}`, reprice.cost[name].nanoUsd],
    [`cost_${name}_state`, reprice.cost[name].state],
  ]);
  const named = [reprice.priceEntry, ...reprice.attempts.map(({ priceEntry }) => priceEntry)];
  const contents = named.flatMap((hash): [string, string][] => {
    const content = entries.get(hash ?? '');
    return hash && content !== undefined ? [[hash, content]] : [];
  });
  return {
    ...row,
    ...Object.fromEntries(amounts),
    ver: String((REPRICED_RANK << 56n) + BigInt(nowMs)),
    cost_lines: reprice.costLines.map((line) => JSON.stringify(line)),
    cost_formula: reprice.costFormula,
    price_source: reprice.priceSource,
    price_version: reprice.priceVersion,
    price_entry: reprice.priceEntry,
    price_tier: reprice.priceTier,
    repriced_by: by,
    repriced_reason: reason,
    attempts: reprice.attempts.map(encodeAttempt),
    price_entries: Object.fromEntries(contents),
  };
}

async function insert(repricer: ClickHouseTransport, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((name) => `\`${name}\``);
  const query = { query: `INSERT INTO tokentrail_ledger.repriced (${columns.join(', ')}) FORMAT JSONEachRow` };
  const response = await repricer({ query, sql: rows.map((row) => JSON.stringify(row)).join('\n') }).catch(
    (error: unknown) => {
      throw new UserError('the ledger does not answer', { cause: error });
    },
  );
  if (response.status !== 200) {
    throw new UserError(`the ledger did not take the prices: ${response.body.trim().split('\n')[0]}`);
  }
}
