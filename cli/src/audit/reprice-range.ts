import { repriceRecord, hasUnknownAmount, type PriceBook } from '@tokentrail/pricing';
import type { Attempt, RecordKey, UsageRecord } from '@tokentrail/records';
import type { TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { readEntries } from './audit-range.ts';
import type { RepricedRecord } from './repricer.ts';

export interface RepriceReport {
  /** Calls that were looked at. */
  calls: number;
  /** Of them: calls with an unknown amount that can be priced now, and those that were written so. */
  fillable: number;
  written: number;
  /** Sums of the amounts that became known, nano-USD. */
  added: Record<'list' | 'paid' | 'charged', bigint>;
  /** Calls with an unknown amount that stays so, by the reason. */
  left: Map<string, number>;
}

/** Records of one question to the ledger, and of one insert. */
const PAGE = 500;

/** Takes the records that can be priced now, with the contents of the price entries of `book`; how many it has written. */
export type Write = (records: readonly RepricedRecord[], entries: ReadonlyMap<string, string>) => Promise<number>;

/** Prices by `book` what is unknown in a range, and hands it to `write`. */
export async function repriceRange(
  ledger: UsageLedger,
  range: TimeRange,
  book: PriceBook,
  write: Write,
): Promise<RepriceReport> {
  const report: RepriceReport = {
    calls: 0,
    fillable: 0,
    written: 0,
    added: { list: 0n, paid: 0n, charged: 0n },
    left: new Map(),
  };
  const stored = new Map<string, string | null>();
  const used = new Map<string, string>();
  let before: RecordKey | null = null;
  do {
    const request = { range, filter: { recordTypes: ['usage'] as const }, limit: PAGE };
    const { records, next } = await ledger.list({ ...request, ...(before && { before }) });
    report.calls += records.length;
    const unknown = records.filter(hasUnknownAmount);
    const attempts = await ledger.attemptsOf(unknown);
    await readEntries(ledger, attempts.flat(), stored);
    const repriced = unknown.flatMap((record, index) => repriceOf(report, record, attempts[index] ?? [], stored, book));
    for (const { hash, content } of book.takeNewEntries()) {
      used.set(hash, content);
    }
    report.fillable += repriced.length;
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
