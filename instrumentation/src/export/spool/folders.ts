import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, type Stats } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { redactHeaders } from '../../redaction/redact-headers.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A destination of records. */
export interface Target {
  url: string;
  headers: Readonly<Record<string, string>>;
}

/**
 * Where the spools for `target` may live, best first: in `folder` where the operator names one; else in the user's folder
 * for state, which outlives a restart, then in the one for temporary files.
 */
export function spoolFolders(folder: string | undefined, target: Target, env: Environment): string[] {
  const name = nameOfTarget(target);
  if (folder !== undefined) {
    return [resolve(folder, name)];
  }
  const state = stateFolder(env);
  const temporary = join(tmpdir(), `tokentrail-spool-${process.getuid?.() ?? 'user'}-${name}`);
  return state === undefined ? [temporary] : [join(state, 'tokentrail', 'spool', name), temporary];
}

function stateFolder(env: Environment): string | undefined {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: localData } = env;
  if (process.platform === 'win32' && localData !== undefined) {
    return localData;
  }
  if (state !== undefined && isAbsolute(state)) {
    return state;
  }
  try {
    return join(homedir(), '.local', 'state');
  } catch {
    // A container may run under a user that has no entry and no home.
    return undefined;
  }
}

/**
 * A folder a destination: what was meant for one collector, or for one tenant of it, is never sent to another by whoever
 * finds it. Secrets are no part of the name: after a token was changed, what waits is still found.
 */
function nameOfTarget({ url, headers }: Target): string {
  const target = JSON.stringify([url, Object.entries(redactHeaders(headers)).sort()]);
  return createHash('sha256').update(target).digest('hex').slice(0, 16);
}

export interface OpenedFolder {
  /** The first of the folders that can be had; undefined where none can. */
  folder?: string;
  /** Why not, for the operator. */
  problem: string;
}

/** Makes the first of `folders` that can be made and is this user's alone. */
export async function openFolder(folders: readonly string[]): Promise<OpenedFolder> {
  let problem = '';
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const stats = await lstat(folder);
      if (isShared(stats) && isOurs(stats)) await chmod(folder, 0o700);
      if (isOurs(stats)) return { folder, problem };
      problem ||= `${folder} belongs to somebody else`;
    } catch (error) {
      problem ||= (error as Error).message;
    }
  }
  return { problem };
}

/** As `openFolder`, for the end of the process, where nothing can be waited for. */
export function openFolderSync(folders: readonly string[]): string | undefined {
  return folders.find((folder) => {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const stats = lstatSync(folder);
      return isOurs(stats) && !isShared(stats);
    } catch {
      return false;
    }
  });
}

/** A link, or a folder that another user made first where everybody may write, is not ours. */
function isOurs(stats: Stats): boolean {
  const uid = process.getuid?.();
  return stats.isDirectory() && (uid === undefined || stats.uid === uid);
}

function isShared(stats: Stats): boolean {
  return process.platform !== 'win32' && (stats.mode & 0o077) !== 0;
}
