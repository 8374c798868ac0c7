import type { BookDocument } from '../book/document.ts';
import { expand, type CompactSnapshot } from './compact.ts';
import committed from './snapshot.json' with { type: 'json' };

/** UTC day on which the public prices committed with this code were compiled: `2026-11-25`. */
export const SNAPSHOT_DATE: string = committed.date;

/** The public prices committed with this code; `version` is their hash. */
export function snapshotDocument(): BookDocument {
  return expand(committed as unknown as CompactSnapshot);
}
