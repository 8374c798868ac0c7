import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { entriesOf, isOwnFolder, overwriteOwnFile } from './own-file.ts';

/**
 * One folder a process, held by a lease: a file that its owner writes anew again and again. A folder whose lease has not
 * been renewed for `leaseMs` belongs to nobody, and whoever renames it into a folder of its own has it: of several only
 * one can. Owners are random ids: in two containers both processes may have the id 1. Times are those of the file system,
 * so that machines whose clocks differ can share one.
 */
const LEASE = 'lease';
/** Folders under this prefix are still being made. */
const UNFINISHED = '.';

/** Makes a folder under `root` that nobody else knows yet, with its lease. */
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

/** Says that the owner of `folder` is alive. Fails where somebody else has adopted it, or removed it. */
export async function renewLease(folder: string): Promise<void> {
  await overwriteOwnFile(leaseOf(folder), basename(folder));
}

/** Whether `folder` is still where its owner made it. */
export async function isStillThere(folder: string): Promise<boolean> {
  return (await lastSign(folder)) !== undefined;
}

/** Folders under `root`, beside `own`, whose owner has given no sign of life for `leaseMs` by this machine's clock. */
export async function abandonedFolders(root: string, own: string | undefined, leaseMs: number): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(root)) {
    const folder = join(root, entry.name);
    if (folder === own || !entry.isDirectory() || !/^\.?[0-9a-f-]{36}$/.test(entry.name)) continue;
    if ((await isOwnFolder(folder)) && (await isAbandoned(folder, Date.now(), leaseMs))) found.push(folder);
  }
  return found;
}

/** Moves `folder` into `own`; resolves with where it is now, or undefined where it is alive or another was faster. */
export async function adopt(folder: string, own: string, leaseMs: number): Promise<string | undefined> {
  const adopted = join(own, `of-${basename(folder).replace(UNFINISHED, '')}`);
  try {
    await renewLease(own);
    const { mtimeMs: now } = await lstat(leaseOf(own));
    if (!(await isAbandoned(folder, now, leaseMs))) return undefined;
    await rename(folder, adopted);
    if (await isAbandoned(adopted, now, leaseMs)) return adopted;
    // Its owner came back between the look and the move.
    await rename(adopted, folder);
  } catch {
    // Another was faster.
  }
  return undefined;
}

/**
 * A finished folder without a lease was left on purpose, by a process that ended. A sign of life from the future was given
 * before a clock was set back: whoever lives has given another since.
 */
async function isAbandoned(folder: string, now: number, leaseMs: number): Promise<boolean> {
  const sign = await lastSign(folder);
  if (sign === undefined && basename(folder).startsWith(UNFINISHED)) {
    const { mtimeMs } = await lstat(folder);
    return Math.abs(now - mtimeMs) > leaseMs;
  }
  return sign === undefined || Math.abs(now - sign) > leaseMs;
}

/** When the lease was renewed last, Unix ms; undefined where there is none. */
async function lastSign(folder: string): Promise<number | undefined> {
  return lstat(leaseOf(folder)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
