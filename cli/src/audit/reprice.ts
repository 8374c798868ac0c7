import { PriceBook } from '@tokentrail/pricing';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import { nanoToUsd } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import { print, type Io } from '../io.ts';
import { ledgerAccess, readableLedger, repricerStores, throwLedgerError } from '../ledger-access.ts';
import { operatorPrices } from '../price-file.ts';
import { rangeOf } from '../range.ts';
import { requiredLine, userName } from '../who.ts';
import type { AuditOptions } from './audit.ts';
import { repriceRange, type RepriceReport, type Write } from './reprice-range.ts';
import { writeRepriced } from './repricer.ts';

const PURPOSE = '--reprice records in each row who repriced it and why';

export interface RepriceOptions extends AuditOptions {
  prices?: string;
  by?: string;
  reason?: string;
  dryRun?: boolean;
}

/** Runs `tokentrail audit --reprice`: prices the calls of a range whose cost is unknown, and prints the result. */
export async function reprice(
  { from, to, endpoints, prices, by, reason, dryRun = false }: RepriceOptions,
  io: Io,
): Promise<void> {
  const range = rangeOf(from, to, io.now());
  const book = bookOf(prices);
  const access = ledgerAccess(io, endpoints);
  const who = dryRun ? '' : requiredLine('--by', by ?? userName(), PURPOSE);
  const why = dryRun ? '' : requiredLine('--reason', reason, PURPOSE);
  const nowMs = io.now();
  const stores = dryRun ? null : repricerStores(access);
  const write: Write = async (records, entries) =>
    stores === null ? 0 : writeRepriced(stores, records, { by: who, reason: why, nowMs, entries });
  const report = await repriceRange(readableLedger(access), range, book, write).catch(throwLedgerError);
  print(io, ...linesOf(report, range, dryRun ? 'dry run: nothing was written' : `by ${who}: ${why}`));
}

function bookOf(file: string | undefined): PriceBook {
  const snapshot = { document: snapshotDocument(), source: 'snapshot' as const };
  if (file === undefined) {
    return new PriceBook([snapshot]);
  }
  return new PriceBook([{ document: operatorPrices(file), source: 'operator' }, snapshot]);
}

function linesOf({ calls, priceable, written, added, left }: RepriceReport, range: TimeRange, how: string): string[] {
  const span = `${new Date(range.fromMs).toISOString()} to ${new Date(range.toMs).toISOString()}`;
  const staying = [...left.values()].reduce((sum, count) => sum + count, 0);
  const usd = (name: keyof RepriceReport['added']) => `$${nanoToUsd(added[name])} ${name}`;
  return [
    `${span}: ${calls} calls, ${priceable + staying} of them with an unknown amount; ${priceable} can be priced now: ` +
      `${usd('charged')}, ${usd('paid')}, ${usd('list')}`,
    `${written} written (${how})`,
    ...[...left].sort(([, a], [, b]) => b - a).map(([reason, count]) => `  ${count} stay unknown: ${reason}`),
  ];
}
