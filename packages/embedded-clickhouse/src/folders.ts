import { join } from 'node:path';

export function engineDirOf(dataDir: string): string {
  return join(dataDir, 'engine');
}

/** The folder for the data of inserts until the engine reads them. */
export function spoolDirOf(dataDir: string): string {
  return join(dataDir, 'spool');
}
