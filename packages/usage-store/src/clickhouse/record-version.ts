import type { RecordVersion } from '../usage-ledger.ts';
import type { Row } from './query.ts';

/** SELECT list of the version, of a record or of its attempts. */
export const VERSION = 'toString(ver) AS version';

/** Reads the version of a row that has `VERSION`. Null for one that has none, such as a missing row. */
export function versionOf(row: Row | null): RecordVersion {
  const version = row?.['version'];
  return typeof version === 'string' && version !== '' ? version : null;
}

const RANK_BITS = 56n;
const ENDED = 2n;
/** Tables that compute the version of a late record compute it from their own time of arrival. */
const SAME_ARRIVAL_MS = 1000n;

/**
 * Whether two versions of one record are the same. A missing version is that of a store that keeps one only, so it is the
 * same as any.
 */
export function isSameVersion(one: RecordVersion, other: RecordVersion): boolean {
  if (one === null || other === null || one === other) {
    return true;
  }
  const [a, b] = [BigInt(one), BigInt(other)];
  const rank = a >> RANK_BITS;
  const apartMs = a > b ? a - b : b - a;
  return rank === b >> RANK_BITS && rank >= ENDED && apartMs < SAME_ARRIVAL_MS;
}
