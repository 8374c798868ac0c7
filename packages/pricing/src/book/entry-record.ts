import type { BookDocument, BookLayer, EntryDocument, FxRate } from './document.ts';
import { sha256 } from './canonical.ts';

/**
 * A stored price entry: the meaning of a row's `tokentrail.price.entry`, independent of later changes to the price
 * file.
 */
export interface PriceEntryRecord {
  /** sha256 of `content`, 64 hex digits. */
  hash: string;
  /** Id of the entry in its book. */
  id: string;
  source: BookLayer['source'];
  version: string;
  /** Canonical JSON: `{entry, fx?}`, or `{sell}` of a sell price. */
  content: string;
}

/**
 * A layer that contains only this stored entry, for pricing with it again; null if the content is invalid or does not
 * match its hash.
 */
export function layerOfEntry(record: PriceEntryRecord): BookLayer | null {
  if (sha256(record.content) !== record.hash) {
    return null;
  }
  let stored: { entry?: EntryDocument; fx?: FxRate[] };
  try {
    stored = JSON.parse(record.content) as typeof stored;
  } catch {
    return null;
  }
  if (stored.entry === undefined) {
    return null;
  }
  const document: BookDocument = { schema: 1, version: record.version, entries: [stored.entry] };
  return { source: record.source, document: stored.fx === undefined ? document : { ...document, fx: stored.fx } };
}
