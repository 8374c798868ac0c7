import { repriceRecord, hasUnknownAmount, type PriceBook } from '@tokentrail/pricing';
import type { Attempt, RecordKey, UsageRecord } from '@tokentrail/records';
import type { TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { readEntries } from './audit-range.ts';
import type { RepricedRecord } from './repricer.ts';

export interface RepriceReport {
  /** Calls that were examined. */
  calls: number;
  /** Of these, the calls with an unknown amount that can be priced now. */
  priceable: number;
  /** Of these, the calls that were written to the ledger. */
  written: number;
  /** Sums of the amounts that are known now, nano-USD. */
  added: Record<'list' | 'paid' | 'charged', bigint>;
  /** Number of calls with an amount that stays unknown, by reason. */
  left: Map<string, number>;
}

/** Records read from the ledger, and rows inserted, at a time. */
const PAGE_SIZE = 500;

/**
 * Writes repriced records.
 * @param entries contents of the price entries that they name, by hash.
 * @returns the number of records that were written.
 */
export type Write = (records: readonly RepricedRecord[], entries: ReadonlyMap<string, string>) => Promise<number>;

/** Prices the calls of a range whose cost is unknown with the prices of `book`, and passes them to `write`. */
export async function repriceRange(
  ledger: UsageLedger,
  range: TimeRange,
  book: PriceBook,
  write: Write,
): Promise<RepriceReport> {
  const report: RepriceReport = {
    calls: 0,
    priceable: 0,
    written: 0,
    added: { list: 0n, paid: 0n, charged: 0n },
    left: new Map(),
  };
  const stored = new Map<string, string | null>();
  const used = new Map<string, string>();
  let before: RecordKey | null = null;
  do {
    const request = { range, filter: { recordTypes: ['usage'] as const }, limit: PAGE_SIZE };
    const { records, next } = await ledger.list({ ...request, ...(before && { before }) });
    report.calls += records.length;
    const unknown = records.filter(hasUnknownAmount);
    const attempts = await ledger.attemptsOf(unknown);
    await readEntries(ledger, attempts.flat(), stored);
    const repriced = unknown.flatMap((record, index) => repriceOf(report, record, attempts[index] ?? [], stored, book));
    for (const { hash, content } of book.takeNewEntries()) {
      used.set(hash, content);
    }
    report.priceable += repriced.length;
    report.written += repriced.length === 0 ? 0 : await write(repriced, used);
    before = next;
  } while (before !== null);
  return report;
}

function repriceOf(
  report: RepriceReport,
  record: UsageRecord,
  attempts: readonly Attempt[],
  stored: ReadonlyMap<string, string | null>,
  book: PriceBook,
): RepricedRecord[] {
  const result = repriceRecord(record, attempts, (entry) => stored.get(entry) ?? null, book);
  if (result === null) {
    return [];
  }
  if ('left' in result) {
    report.left.set(result.left, (report.left.get(result.left) ?? 0) + 1);
    return [];
  }
  const { reprice } = result;
  for (const name of ['list', 'paid', 'charged'] as const) {
    if (record.cost[name].nanoUsd === null) {
      report.added[name] += BigInt(reprice.cost[name].nanoUsd ?? 0);
    }
  }
  const { startUnixNano, traceId, spanId, sender } = record;
  return [{ key: { startUnixNano, traceId, spanId, sender }, reprice }];
}
