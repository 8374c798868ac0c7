import {
  exportPlanQuery,
  runQuery,
  type ClickHouseTransport,
  type RecordSelection,
  type TimeRange,
} from '@tokentrail/usage-store';
import { throwLedgerError } from '../ledger-access.ts';
import { monthsOf } from '../range.ts';
import type { FileFigures } from './file-figures.ts';
import type { Bucket } from './plan.ts';

interface ChargedBucket extends Bucket {
  charged: bigint;
}

/** What the ledger has of a selection. @throws UserError if it cannot be read. */
export async function ledgerFigures(reader: ClickHouseTransport, selection: RecordSelection): Promise<FileFigures> {
  const buckets = await recordBuckets(reader, selection, 3_600_000);
  return {
    records: buckets.reduce((sum, { records }) => sum + records, 0),
    charged: buckets.reduce((sum, { charged }) => sum + charged, 0n),
  };
}

/** The intervals of `bucketMs` that have selected records. Reads a month at a time, because a reader's queries are limited. */
export async function recordBuckets(
  reader: ClickHouseTransport,
  { range, filter }: RecordSelection,
  bucketMs: number,
): Promise<ChargedBucket[]> {
  const found: ChargedBucket[] = [];
  for (const month of monthsOf(range)) {
    const rows = await runQuery(reader, exportPlanQuery({ range: month, filter }, bucketMs)).catch(throwLedgerError);
    found.push(
      ...rows.map((row) => ({
        bucket: Number(row['bucket']),
        records: Number(row['records']),
        charged: BigInt(String(row['charged'])),
      })),
    );
  }
  return found;
}

/** Two parts of one range. */
export function sumOf(a: FileFigures, b: FileFigures): FileFigures {
  return {
    records: a.records + b.records,
    charged: a.charged === null || b.charged === null ? null : a.charged + b.charged,
  };
}

export function rangeText({ fromMs, toMs }: TimeRange): string {
  return `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
}
