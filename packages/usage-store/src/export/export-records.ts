import type { RecordFieldKey } from '@tokentrail/records';
import type { RecordSelection } from '../record-selection.ts';
import type { RecordCursor, UsageLedger } from '../usage-ledger.ts';
import type { ExportFormat } from './export-columns.ts';
import { lineWriter } from './write-record.ts';

/** A file of the selected records, newest first. */
export interface ExportRequest extends RecordSelection {
  format: ExportFormat;
  /** Fields of `EXPORT_FIELDS`, in the order of the columns. At least one. */
  columns: readonly RecordFieldKey[];
}

/** Records read from the ledger at a time. */
const PAGE_SIZE = 1_000;

/**
 * Yields the text of the file in chunks, with one page of the ledger in memory. The last line has the number of rows.
 * Rejects with `StoreError`; the file is then incomplete and has no such line.
 */
export async function* exportRecords(
  ledger: UsageLedger,
  { format, columns, ...selection }: ExportRequest,
): AsyncGenerator<string, void, undefined> {
  const writer = lineWriter(format, columns);
  let text = writer.first();
  let rows = 0;
  let before: RecordCursor | null = null;
  do {
    const { records, next } = await ledger.list({ ...selection, limit: PAGE_SIZE, ...(before && { before }) });
    yield text + records.map((record) => writer.record(record)).join('');
    text = '';
    rows += records.length;
    before = next;
  } while (before !== null);
  yield writer.last(rows);
}
