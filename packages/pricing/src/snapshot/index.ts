import { createRequire } from 'node:module';
import type * as Prices from '@tokentrail/prices';
import type { BookDocument } from '../book/document.ts';
import { expand, type CompactSnapshot } from './compact.ts';

/** UTC day on which the public prices of `@tokentrail/prices` were compiled: `2026-11-30`. */
export function snapshotDate(): string {
  return committed().date;
}

/** The public prices of `@tokentrail/prices`; `version` is their hash. Throws if that package is not installed. */
export function snapshotDocument(): BookDocument {
  return expand(committed());
}

/** Loads the package on the first call, because reading it takes some milliseconds, which a start need not wait for. */
function committed(): CompactSnapshot {
  const { snapshot } = createRequire(import.meta.url)('@tokentrail/prices') as typeof Prices;
  return snapshot as unknown as CompactSnapshot;
}
