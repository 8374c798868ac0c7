import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { MAX_JSON_CHARACTERS } from './parse.ts';

/** Maximum size of the file in UTF-8, bytes. */
const MAX_BYTES = 4 * MAX_JSON_CHARACTERS;

/**
 * Reads the text of a price file, for `PriceFile`. Throws with a description of the problem. Never blocks: a pipe
 * without a writer would block the app forever, and a device has no end.
 */
export function readPriceFile(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('is not a regular file');
    if (stats.size > MAX_BYTES) throw new Error(`is larger than ${MAX_BYTES} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? new Error('is not valid UTF-8: save it as UTF-8') : error;
  } finally {
    closeSync(file);
  }
}
