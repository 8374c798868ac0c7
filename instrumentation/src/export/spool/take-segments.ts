import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf } from './own-file.ts';
import { parseSegmentName } from './segment-file.ts';

/** Files of one piece of work: what is recorded meanwhile waits for it. */
const AT_ONCE = 50;
/** Of processes that died while they adopted from one that had died so: each lies in the folder of the next. */
const MOST_ADOPTIONS = 20;
/** Looks into one folder, each at some thousand entries. */
const MOST_LOOKS = 100;

/**
 * Hands the names of the segments under the adopted `folder` to `take`, a few at a time, in their order, and removes the
 * folder with all that is no segment. Links are not followed, pipes not opened. Stops where `take` resolves with false.
 */
export async function takeSegments(
  folder: string,
  take: (folder: string, names: readonly string[]) => Promise<boolean>,
  adoptions = MOST_ADOPTIONS,
): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const entries = await entriesOf(folder);
    for (const entry of adoptions > 0 ? entries : []) {
      const isAdopted = entry.isDirectory() && entry.name.startsWith('of-');
      if (isAdopted) await takeSegments(join(folder, entry.name), take, adoptions - 1);
    }
    const isSegment = (entry: (typeof entries)[number]) => entry.isFile() && parseSegmentName(entry.name) !== undefined;
    const names = entries.filter(isSegment).map(({ name }) => name);
    names.sort();
    for (let at = 0; at < names.length; at += AT_ONCE) {
      if (!(await take(folder, names.slice(at, at + AT_ONCE)))) return;
    }
    if (names.length === 0) break;
  }
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
