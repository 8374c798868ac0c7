import { join } from 'node:path';

export function engineDirOf(dataDir: string): string {
  return join(dataDir, 'engine');
}

/** Where the data of inserts wait for the engine. */
export function spoolDirOf(dataDir: string): string {
  return join(dataDir, 'spool');
}
