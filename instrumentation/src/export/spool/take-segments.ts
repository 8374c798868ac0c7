import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf } from './own-file.ts';
import { parseSegmentName } from './segment-file.ts';

/** Number of files taken at once; new records wait meanwhile. */
const BATCH_SIZE = 50;
/** Maximum depth of nested adoptions, from processes that died while they adopted a folder. */
const MAX_ADOPTIONS = 20;
/** Maximum number of reads of one folder, each of up to some thousand entries. */
const MAX_READS = 100;

/**
 * Passes the names of the segments under the adopted `folder` to `take`, a few at a time, in their order, and then
 * removes the folder with all other files. Links are not followed, pipes not opened. Stops if `take` resolves with
 * false.
 */
export async function takeSegments(
  folder: string,
  take: (folder: string, names: readonly string[]) => Promise<boolean>,
  adoptions = MAX_ADOPTIONS,
): Promise<void> {
  for (let reads = 0; reads < MAX_READS; reads++) {
    const entries = await entriesOf(folder);
    for (const entry of adoptions > 0 ? entries : []) {
      const isAdopted = entry.isDirectory() && entry.name.startsWith('of-');
      if (isAdopted) await takeSegments(join(folder, entry.name), take, adoptions - 1);
    }
    const isSegment = (entry: (typeof entries)[number]) => entry.isFile() && parseSegmentName(entry.name) !== undefined;
    const names = entries.filter(isSegment).map(({ name }) => name);
    names.sort();
    for (let at = 0; at < names.length; at += BATCH_SIZE) {
      if (!(await take(folder, names.slice(at, at + BATCH_SIZE)))) return;
    }
    if (names.length === 0) break;
  }
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
