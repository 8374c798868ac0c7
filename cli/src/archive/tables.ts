/** A table of the ledger in an archive. Together they are what the ledger knows; settings are files of the operator. */
export interface ArchiveTable {
  readonly name: 'usage_records' | 'record_attempts' | 'price_entries' | 'processes';
  /** Sorting key, by which a file is ordered. */
  readonly order: string;
  /**
   * `by start`: rows that start in the range, in parts of it. `whole`: all rows. `by report`: processes that ran in the range.
   * Rows of the last two never replace newer ones, so an import inserts them without a question.
   */
  readonly selection: 'by start' | 'whole' | 'by report';
}

const BY_START = 'start_time, trace_id, span_id, sender';

/** Attempts before records: a record is not shown before its attempts are there. */
export const ARCHIVE_TABLES: readonly ArchiveTable[] = [
  { name: 'price_entries', order: 'entry', selection: 'whole' },
  { name: 'processes', order: 'started_at, sender', selection: 'by report' },
  { name: 'record_attempts', order: BY_START, selection: 'by start' },
  { name: 'usage_records', order: BY_START, selection: 'by start' },
];
