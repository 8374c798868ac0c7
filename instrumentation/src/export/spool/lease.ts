import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { entriesOf, isOwnFolder, overwriteOwnFile } from './own-file.ts';

/**
 * Each process has its own folder with a lease: a file that the owner rewrites regularly. A folder whose lease was not
 * renewed for `leaseMs` is abandoned, and the process that renames it into its own folder adopts it; only one can.
 * Owners are random ids, because processes in two containers may both have the id 1. Times come from the file system,
 * so that machines with different clocks can share a folder.
 */
const LEASE = 'lease';
/** Prefix of folders that are still being created. */
const UNFINISHED = '.';

/** Creates a folder with its lease under `root`; it becomes visible to other processes only when complete. */
export async function makeOwnFolder(root: string): Promise<string> {
  const id = randomUUID();
  const unfinished = join(root, UNFINISHED + id);
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(leaseOf(unfinished), id, { mode: 0o600 });
  const folder = join(root, id);
  await rename(unfinished, folder);
  return folder;
}

export function leaseOf(folder: string): string {
  return join(folder, LEASE);
}

/** Renews the lease of `folder`. Fails if another process has adopted or removed it. */
export async function renewLease(folder: string): Promise<void> {
  await overwriteOwnFile(leaseOf(folder), basename(folder));
}

/** Whether `folder` still exists where its owner created it. */
export async function isStillThere(folder: string): Promise<boolean> {
  return (await lastSign(folder)) !== undefined;
}

/** Folders under `root`, except `own`, whose lease was not renewed for `leaseMs` by this machine's clock. */
export async function abandonedFolders(root: string, own: string | undefined, leaseMs: number): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(root)) {
    const folder = join(root, entry.name);
    if (folder === own || !entry.isDirectory() || !/^\.?[0-9a-f-]{36}$/.test(entry.name)) continue;
    if ((await isOwnFolder(folder)) && (await isAbandoned(folder, Date.now(), leaseMs))) found.push(folder);
  }
  return found;
}

/**
 * Moves `folder` into `own`; resolves with its new path, or undefined if its owner is alive or another process was
 * faster.
 */
export async function adopt(folder: string, own: string, leaseMs: number): Promise<string | undefined> {
  const adopted = join(own, `of-${basename(folder).replace(UNFINISHED, '')}`);
  try {
    await renewLease(own);
    const { mtimeMs: now } = await lstat(leaseOf(own));
    if (!(await isAbandoned(folder, now, leaseMs))) return undefined;
    await rename(folder, adopted);
    if (await isAbandoned(adopted, now, leaseMs)) return adopted;
    // Its owner renewed the lease between the check and the move.
    await rename(adopted, folder);
  } catch {
    // Another process was faster.
  }
  return undefined;
}

/**
 * Whether a folder is abandoned. A complete folder without a lease was left on purpose by a process that ended. A lease
 * from the future predates a clock change; a living owner has renewed it since.
 */
async function isAbandoned(folder: string, now: number, leaseMs: number): Promise<boolean> {
  const sign = await lastSign(folder);
  if (sign === undefined && basename(folder).startsWith(UNFINISHED)) {
    const { mtimeMs } = await lstat(folder);
    return Math.abs(now - mtimeMs) > leaseMs;
  }
  return sign === undefined || Math.abs(now - sign) > leaseMs;
}

/** Time of the last renewal, Unix ms; undefined if there is no lease. */
async function lastSign(folder: string): Promise<number | undefined> {
  return lstat(leaseOf(folder)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
