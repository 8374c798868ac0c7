import { nanoToUsd } from '@tokentrail/records';
import type { ArchiveFile } from './manifest.ts';

/** What an archive contains, in sum. */
export interface ArchiveSums {
  records: number;
  /** Records with attempts. */
  withAttempts: number;
  /** Nano-USD. */
  charged: bigint;
}

export function sumsOf(files: readonly Pick<ArchiveFile, 'table' | 'rows' | 'charged'>[]): ArchiveSums {
  const rows = (table: ArchiveFile['table']) =>
    files.filter((file) => file.table === table).reduce((sum, file) => sum + file.rows, 0);
  return {
    records: rows('usage_records'),
    withAttempts: rows('record_attempts'),
    charged: files.reduce((sum, { charged }) => sum + BigInt(charged ?? 0), 0n),
  };
}

/** For people. */
export function sumsText({ records, withAttempts, charged }: ArchiveSums): string {
  return `${records} records, ${withAttempts} with attempts, $${nanoToUsd(charged)} charged`;
}

/** For scripts. */
export function sumsObject({ records, withAttempts, charged }: ArchiveSums): object {
  return { rows: records, rows_with_attempts: withAttempts, charged_usd: nanoToUsd(charged) };
}
