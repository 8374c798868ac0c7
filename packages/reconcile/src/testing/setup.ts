import { formatDecimal } from '@tokentrail/pricing/decimal';
import type { CsvFormat } from '../formats/format.ts';
import type { Cause } from '../join/causes.ts';
import { reconcile } from '../join/reconcile.ts';
import type { Reconciliation } from '../join/result.ts';
import type { ReconcileInput } from '../join/table.ts';
import type { InvoiceLine } from '../lines.ts';
import { newReport, readExport, type ReadReport } from '../read-export.ts';
import type { ExportFile } from '../read/file.ts';
import { bookFor, paidOf, type RecordedCall } from './ledger.ts';
import { MONTH, type Call, type Seller } from './provider/calls.ts';

/** A file in memory, read in small chunks. */
export function fileOf(name: string, content: string | Uint8Array): ExportFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    name,
    async *open() {
      for (let start = 0; start < bytes.length; start += 10_007) {
        yield bytes.subarray(start, start + 10_007);
      }
    },
  };
}

export async function read(
  name: string,
  content: string | Uint8Array,
  mapped?: CsvFormat,
): Promise<{ lines: InvoiceLine[]; report: ReadReport }> {
  const file = fileOf(name, content);
  const report = newReport(file);
  const lines: InvoiceLine[] = [];
  for await (const line of readExport(file, report, mapped)) lines.push(line);
  return { lines, report };
}

/** Keys of the export by id and by name, as a keys file has them. */
export function keysOf(seller: Seller): Record<string, string> {
  return Object.fromEntries(
    seller.keys.flatMap((key) => [
      [key.id, key.preview],
      [key.name, key.preview],
    ]),
  );
}

/** Every call recorded once, with its cost. */
export function recordedOf(seller: Seller, calls: readonly Call[]): RecordedCall[] {
  const book = bookFor(seller);
  return calls.map((call) => ({ call, paid: paidOf(book, seller, call) }));
}

export function compare(
  seller: Seller,
  invoice: readonly InvoiceLine[],
  ledger: ReconcileInput['ledger'],
  more: Partial<ReconcileInput> = {},
): Reconciliation {
  return reconcile({
    provider: seller.provider,
    zone: 'UTC',
    from: MONTH.from,
    to: MONTH.to,
    invoice,
    ledger,
    keys: keysOf(seller),
    ...more,
  });
}

/** The causes of a result other than rounding, each with the number of its differences. */
export function causesOf(result: Reconciliation): Partial<Record<Cause, number>> {
  const causes: Partial<Record<Cause, number>> = {};
  for (const { cause } of result.differences) {
    if (cause !== 'rounding') causes[cause] = (causes[cause] ?? 0) + 1;
  }
  return causes;
}

/** Totals as text, for comparing and for messages. */
export function totalsOf(result: Reconciliation): Record<string, string> {
  return Object.fromEntries(Object.entries(result.totals).map(([name, value]) => [name, formatDecimal(value)]));
}
