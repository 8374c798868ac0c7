import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from '../fail.ts';

/**
 * Writes a file as a whole: a reader sees the earlier file or the new one, also if this program is ended.
 * @throws UserError if it cannot be written; then the earlier file is unchanged.
 */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    // The report has names of users and keys.
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`the report cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
