import { constants, type Dirent } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';

/**
 * Nothing outside of the spool is followed, and nothing in it is waited for: a link may lead anywhere, a pipe has no end,
 * and who may write to a shared volume can leave either there.
 */
const UNFOLLOWED = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** No segment is larger, even one of a single large record. */
export const MOST_SEGMENT_BYTES = 128 * 1024 * 1024;

/** Bytes of a regular file. Rejects where it is a link, something else, or too large to be ours. */
export async function readOwnFile(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | UNFOLLOWED);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > MOST_SEGMENT_BYTES) throw new Error(`${path} is no file of the spool`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Writes over what is there; rejects where `path` is a link or no longer there. */
export async function overwriteOwnFile(path: string, text: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | UNFOLLOWED);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** Whether `path` is a folder of this user, and no link to one. */
export async function isOwnFolder(path: string): Promise<boolean> {
  const uid = process.getuid?.();
  return lstat(path).then(
    (stats) => stats.isDirectory() && (uid === undefined || stats.uid === uid),
    () => false,
  );
}

/** Entries of one look into a folder; a spool that is used as one never holds as many. */
const MOST_ENTRIES = 10_000;

/** The first entries of `folder`, read a few at a time: a folder of a million files must not hold up the app. */
export async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  const opened = await opendir(folder).catch(() => undefined);
  for await (const entry of opened ?? []) {
    entries.push(entry);
    // Leaving the loop closes the folder.
    if (entries.length >= MOST_ENTRIES) break;
  }
  return entries;
}
