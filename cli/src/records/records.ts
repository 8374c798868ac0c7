import type { UsageRecord } from '@tokentrail/records';
import { SORT_FIELDS, recordObject, type SortField } from '@tokentrail/usage-store';
import { counted } from '../counted.ts';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import { ledgerAccess, recordLedger, throwLedgerError } from '../ledger-access.ts';
import { rangeOf } from '../range.ts';
import { callFilter } from '../search-filter.ts';
import { cursorOf, cursorText } from './cursor.ts';
import { recordTable } from './record-table.ts';

export interface RecordsOptions {
  from?: string;
  to?: string;
  search?: string;
  sort: string;
  limit: string;
  after?: string;
  json?: boolean;
  endpoints?: string;
}

/** Records read from the ledger at a time. */
const PAGE_SIZE = 1_000;

/**
 * Runs `tokentrail records`: prints the records of a range, as a table or as JSON Lines, and how to go on.
 * @throws UserError if an option or the ledger cannot be read.
 */
export async function listRecords(options: RecordsOptions, io: Io): Promise<void> {
  const sort = sortOf(options.sort);
  const selection = { range: rangeOf(options.from, options.to, io.now()), filter: callFilter(options.search ?? '') };
  const limit = limitOf(options.limit);
  const ledger = recordLedger(ledgerAccess(io, options.endpoints));
  let before = options.after === undefined ? null : cursorOf(options.after, sort);
  let rows = 0;
  do {
    const request = { ...selection, sort, limit: Math.min(PAGE_SIZE, limit - rows), ...(before && { before }) };
    const page = await ledger.list(request).catch(throwLedgerError);
    printPage(page.records, options.json === true, io);
    rows += page.records.length;
    before = page.next;
  } while (before !== null && rows < limit);
  printEnd(rows, before && cursorText(before, sort), options.json === true, io);
}

function printPage(records: readonly UsageRecord[], json: boolean, io: Io): void {
  if (records.length > 0) {
    print(io, ...(json ? records.map((record) => JSON.stringify(recordObject(record))) : recordTable(records)));
  }
}

/** The last line has the number of rows, so that a cut output is noticed, and the cursor if there are more. */
function printEnd(rows: number, next: string | null, json: boolean, io: Io): void {
  if (json) {
    print(io, JSON.stringify({ rows, ...(next !== null && { next }) }));
    return;
  }
  print(io, `${counted(rows, 'record')}${next === null ? '' : '; go on with:'}`);
  if (next !== null) {
    print(io, `--after ${next}`);
  }
}

function sortOf(text: string): SortField {
  const sort = SORT_FIELDS.find((field) => field === text);
  if (sort === undefined) {
    throw new UserError(`--sort ${text} is unknown: write one of ${SORT_FIELDS.join(', ')}`);
  }
  return sort;
}

function limitOf(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1) {
    throw new UserError(`--limit ${text} is no number of rows: write a whole number from 1 on`);
  }
  return limit;
}
