import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { RecordPage } from '@tokentrail/usage-store';
import { rowIdOf } from './row-id.ts';

/** Loaded rows of one selection, newest first. */
export interface Rows {
  records: readonly UsageRecord[];
  /** Where the next page begins; null if all rows are loaded. */
  next: RecordPage['next'];
  /** New rows that a refresh found and that are not shown yet, because they would move the others. */
  offer: Offer | null;
}

/** What to show when the user accepts the new rows. */
export interface Offer {
  records: readonly UsageRecord[];
  next: RecordPage['next'];
  /** Number of new rows. */
  count: number;
  /** Whether there are more new rows than one refresh reads. The shown rows then follow after further pages. */
  isMore: boolean;
}

export function firstRows({ records, next }: Pick<Rows, 'records' | 'next'>): Rows {
  return { records, next, offer: null };
}

/**
 * Rows after a refresh that read `page`. Shown rows get their newest version and keep their order; those that the page does not
 * contain stay as they are. New rows are offered.
 */
export function refreshed(rows: Rows, page: RecordPage): Rows {
  if (rows.records.length === 0) {
    return firstRows(page);
  }
  const shown = idsAmong(rows.records, page.records);
  const records = withNewest(rows.records, page.records);
  const added = page.records.filter((record) => !shown.has(rowIdOf(record)) && belongsAmong(rows, record));
  if (added.length === 0) {
    return { records, next: rows.next, offer: null };
  }
  const meets = page.next === null || page.records.some((record) => shown.has(rowIdOf(record)));
  const offer: Offer = meets
    ? { records: inOrder([...records, ...added]), next: rows.next, count: added.length, isMore: false }
    : { records: page.records, next: page.next, count: added.length, isMore: true };
  return { records, next: rows.next, offer };
}

/** Rows with newer versions of some records, in their places. */
export function withVersions(rows: Rows, versions: readonly UsageRecord[]): Rows {
  const { records, offer } = rows;
  return {
    ...rows,
    records: withNewest(records, versions),
    offer: offer && { ...offer, records: withNewest(offer.records, versions) },
  };
}

/** `records` with these newer versions in their places. */
function withNewest(records: readonly UsageRecord[], versions: readonly UsageRecord[]): readonly UsageRecord[] {
  const newest = new Map(versions.map((record) => [rowIdOf(record), record]));
  const spans = new Set(versions.map(({ spanId }) => spanId));
  return records.map((record) => (spans.has(record.spanId) ? (newest.get(rowIdOf(record)) ?? record) : record));
}

/** Ids of those `records` that may be among `others`. There may be 100,000 records, so not the ids of all. */
function idsAmong(records: readonly UsageRecord[], others: readonly UsageRecord[]): ReadonlySet<string> {
  const spans = new Set(others.map(({ spanId }) => spanId));
  return new Set(records.filter(({ spanId }) => spans.has(spanId)).map(rowIdOf));
}

/** Rows with the new ones. */
export function withOffer(rows: Rows): Rows {
  return rows.offer === null ? rows : firstRows(rows.offer);
}

/** Rows with the next page after the last one. */
export function withNextPage(rows: Rows, page: RecordPage): Rows {
  const shown = idsAmong(rows.records, page.records);
  const added = page.records.filter((record) => !shown.has(rowIdOf(record)));
  // The new rows of an offer are among all loaded rows.
  const offer = rows.offer && !rows.offer.isMore ? { ...rows.offer, ...appended(rows.offer, added, page) } : rows.offer;
  return { ...appended(rows, added, page), offer };
}

function appended({ records }: Pick<Rows, 'records'>, added: readonly UsageRecord[], { next }: RecordPage) {
  return { records: [...records, ...added], next };
}

/** Whether a record comes before the end of the loaded rows. A later one is part of the next page. */
function belongsAmong({ records, next }: Rows, record: UsageRecord): boolean {
  const last = records.at(-1);
  return next === null || last === undefined || compare(record, last) < 0;
}

function inOrder(records: readonly UsageRecord[]): UsageRecord[] {
  return [...records].sort(compare);
}

/** Order of a list: newest first, then by ids, as the ledger's keys. */
function compare(a: RecordKey, b: RecordKey): number {
  return (
    // Numbers in decimal digits: the longer one is larger.
    b.startUnixNano.length - a.startUnixNano.length ||
    descending(a.startUnixNano, b.startUnixNano) ||
    descending(a.traceId, b.traceId) ||
    descending(a.spanId, b.spanId) ||
    descending(a.sender ?? '', b.sender ?? '')
  );
}

function descending(a: string, b: string): number {
  return a === b ? 0 : a < b ? 1 : -1;
}
