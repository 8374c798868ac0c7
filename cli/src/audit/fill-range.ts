import { fillPrice, hasUnknownAmount, type PriceBook } from '@tokentrail/pricing';
import type { Attempt, RecordKey, UsageRecord } from '@tokentrail/records';
import type { TimeRange, UsageLedger } from '@tokentrail/usage-store';
import { readEntries } from './audit-range.ts';
import type { FilledRecord } from './repricer.ts';

export interface FillReport {
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
export type Write = (records: readonly FilledRecord[], entries: ReadonlyMap<string, string>) => Promise<number>;

/** Prices by `book` what is unknown in a range, and hands it to `write`. */
export async function fillRange(
  ledger: UsageLedger,
  range: TimeRange,
  book: PriceBook,
  write: Write,
): Promise<FillReport> {
  const report: FillReport = {
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
    const filled = unknown.flatMap((record, index) => fillOf(report, record, attempts[index] ?? [], stored, book));
    for (const { hash, content } of book.takeNewEntries()) {
      used.set(hash, content);
    }
    report.fillable += filled.length;
    report.written += filled.length === 0 ? 0 : await write(filled, used);
    before = next;
  } while (before !== null);
  return report;
}

function fillOf(
  report: FillReport,
  record: UsageRecord,
  attempts: readonly Attempt[],
  stored: ReadonlyMap<string, string | null>,
  book: PriceBook,
): FilledRecord[] {
  const result = fillPrice(record, attempts, (entry) => stored.get(entry) ?? null, book);
  if (result === null) {
    return [];
  }
  if ('left' in result) {
    report.left.set(result.left, (report.left.get(result.left) ?? 0) + 1);
    return [];
  }
  const { fill } = result;
  for (const name of ['list', 'paid', 'charged'] as const) {
    if (record.cost[name].nanoUsd === null) {
      report.added[name] += BigInt(fill.cost[name].nanoUsd ?? 0);
    }
  }
  const { startUnixNano, traceId, spanId, sender } = record;
  return [{ key: { startUnixNano, traceId, spanId, sender }, fill }];
}
