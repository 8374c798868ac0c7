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
 * Candidate folders for the spool of `target`, in order of preference: `folder` if the operator set it, otherwise the
 * user's state folder, which survives a restart, then the folder for temporary files.
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
    // The user of a container may have no passwd entry and no home.
    return undefined;
  }
}

/**
 * Each destination has its own folder, so records for one collector or tenant are never sent to another. Secrets are
 * not part of the name, so waiting records are still found after a token was changed.
 */
function nameOfTarget({ url, headers }: Target): string {
  const target = JSON.stringify([url, Object.entries(redactHeaders(headers)).sort()]);
  return createHash('sha256').update(target).digest('hex').slice(0, 16);
}

export interface OpenedFolder {
  /** The first usable folder; undefined if there is none. */
  folder?: string;
  /** Reason for the operator why a folder is not usable. */
  problem: string;
}

/** Creates the first of `folders` that can be created and belongs to this user. */
export async function openFolder(folders: readonly string[]): Promise<OpenedFolder> {
  let problem = '';
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const stats = await lstat(folder);
      if (isShared(stats) && isOurs(stats)) await chmod(folder, 0o700);
      if (isOurs(stats)) return { folder, problem };
      problem ||= `${folder} belongs to another user`;
    } catch (error) {
      problem ||= (error as Error).message;
    }
  }
  return { problem };
}

/** Synchronous version of `openFolder`, for the end of the process. */
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

/** False for links and for folders that another user created in a shared parent. */
function isOurs(stats: Stats): boolean {
  const uid = process.getuid?.();
  return stats.isDirectory() && (uid === undefined || stats.uid === uid);
}

function isShared(stats: Stats): boolean {
  return process.platform !== 'win32' && (stats.mode & 0o077) !== 0;
}
