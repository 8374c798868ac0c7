import { branch, leaf, type MeterNode } from './meters.ts';
import { countOf, type Fields } from './read.ts';

/** Anthropic's names, and new-api's, which stand in the usage itself. */
const WRITE_TTL = /^ephemeral_(\w+)_input_tokens$|^claude_cache_creation_(\d+)_([mh])_tokens$/;

/**
 * Cache writes by their time to live, such as `ephemeral_1h_input_tokens`. `total` is the count of all
 * writes if it was reported; `isSound` rejects parts that exceed it. Throws BadCount.
 */
export function writesByTtl(creation: Fields | undefined, total: number | undefined): MeterNode {
  const parts: MeterNode[] = [];
  let known = 0;
  for (const key in creation) {
    const [, own, length, unit] = WRITE_TTL.exec(key) ?? [];
    const ttl = own ?? (length === undefined ? undefined : `${length}${unit ?? ''}`);
    const count = ttl === undefined ? 0 : (countOf(creation, key) ?? 0);
    if (count > 0) {
      parts.push(leaf(`cache_write:${ttl ?? ''}`, count));
      known += count;
    }
  }
  return branch('cache_write', total ?? known, parts);
}
