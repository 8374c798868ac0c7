import type { Repriced } from '@tokentrail/pricing';
import { encodeAttempt, type RecordKey } from '@tokentrail/records';
import { readEndedRows, type ClickHouseTransport, type Row } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';

export interface RepricedRecord {
  key: RecordKey;
  reprice: Repriced;
}

/** Facts that are written into every repriced row beside its new costs. */
export interface RepriceOrder {
  /** Who reprices; one line. */
  by: string;
  /** Why; one line. */
  reason: string;
  /** Time of the new versions, unix ms. */
  nowMs: number;
  /** Contents of the price entries that the records name, by hash. */
  entries: ReadonlyMap<string, string>;
}

export interface RepricerStores {
  /** Transport with the account that may read `usage_records`. */
  ledger: ClickHouseTransport;
  /** Transport with the account that may insert into `repriced`. */
  repricer: ClickHouseTransport;
}

/** Rank of a repriced version: see `clickhouse/ledger.sql`. */
const REPRICED_RANK = 3n;

/**
 * Writes new costs of ended calls. Rows are replaced, never updated, so each row is read and a complete new version of it is
 * inserted. Rows that were priced, repriced or forgotten in the meantime are skipped.
 * @returns the number of rows written.
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

/** True if every amount that would change is still unknown. */
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
      throw new UserError('the ledger does not respond', { cause: error });
    },
  );
  if (response.status !== 200) {
    throw new UserError(`the ledger rejected the prices: ${response.body.trim().split('\n')[0]}`);
  }
}
