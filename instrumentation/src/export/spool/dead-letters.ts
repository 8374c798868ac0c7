import { randomUUID } from 'node:crypto';
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeBatch, type BatchHead } from '../otlp/span-encoder.ts';
import { withoutContent } from '../otlp/without-content.ts';
import { entriesOf, isOwnFolder } from './own-file.ts';

const FOLDER = 'dead-letters';
const MAX_FILES = 1000;
const NAME = /^(\d{13})-\d{3}-[0-9a-f-]{36}\.otlp$/;

/**
 * Stores records that the collector rejected, each without its content, as the body of a request with only that record.
 */
export class DeadLetters {
  #count = 0;

  /**
   * Writes one record under `root`; resolves with its file, or undefined if there are too many. Rejects with errors of
   * the disk.
   */
  async keep(root: string, head: BatchHead, encodedSpan: Uint8Array, status: number): Promise<string | undefined> {
    if (this.#count >= MAX_FILES) return undefined;
    const folder = join(root, FOLDER);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Do not follow links.
    if (!(await isOwnFolder(folder))) return undefined;
    this.#count++;
    const file = join(folder, `${Date.now()}-${String(status).padStart(3, '0')}-${randomUUID()}.otlp`);
    await writeFile(file, encodeBatch(head, [withoutContent(encodedSpan)]), { mode: 0o600, flag: 'wx' });
    return file;
  }

  /** Removes dead letters older than `beforeMs`, and no other files. */
  async expire(root: string, beforeMs: number): Promise<void> {
    const folder = join(root, FOLDER);
    if (!(await isOwnFolder(folder))) return;
    let kept = 0;
    for (const entry of await entriesOf(folder)) {
      const createdMs = Number(NAME.exec(entry.name)?.[1] ?? Number.NaN);
      if (entry.isFile() && createdMs < beforeMs) await unlink(join(folder, entry.name));
      else kept++;
    }
    this.#count = kept;
  }
}
