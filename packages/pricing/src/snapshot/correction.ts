import type { CompactEntry } from './compact.ts';

/** A place where the source is wrong or incomplete, with the values of the price page. */
export interface Correction {
  name: string;
  why: string;
  /** Page and date. */
  readFrom: string;
  /** Returns the corrected entry, or null to omit it. */
  apply: (entry: CompactEntry) => CompactEntry | null;
}
