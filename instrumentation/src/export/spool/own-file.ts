import { constants, type Dirent } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';

/**
 * Open flags that do not follow links and do not block: another user of a shared volume may leave a link to any file or
 * a pipe without an end.
 */
const UNFOLLOWED = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Maximum size of a segment, even one with a single large record. */
export const MAX_SEGMENT_BYTES = 128 * 1024 * 1024;

/** Reads a regular file. Rejects if it is a link, another kind of file, or too large. */
export async function readOwnFile(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | UNFOLLOWED);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > MAX_SEGMENT_BYTES) throw new Error(`${path} is not a file of the spool`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Overwrites a file; rejects if `path` is a link or does not exist. */
export async function overwriteOwnFile(path: string, text: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | UNFOLLOWED);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** Whether `path` is a folder of this user, and not a link. */
export async function isOwnFolder(path: string): Promise<boolean> {
  const uid = process.getuid?.();
  return lstat(path).then(
    (stats) => stats.isDirectory() && (uid === undefined || stats.uid === uid),
    () => false,
  );
}

/** Maximum number of entries read from a folder at once; a regular spool never has as many. */
const MAX_ENTRIES = 10_000;

/** Reads the first entries of `folder` in small steps, so that a folder with a million files does not block the app. */
export async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  const opened = await opendir(folder).catch(() => undefined);
  for await (const entry of opened ?? []) {
    entries.push(entry);
    // Leaving the loop closes the folder.
    if (entries.length >= MAX_ENTRIES) break;
  }
  return entries;
}
