import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { MOST_JSON_CHARACTERS } from './parse.ts';

/** In UTF-8. */
const MOST_BYTES = 4 * MOST_JSON_CHARACTERS;

/**
 * Text of a price file, for `PriceFile`. Throws with what is wrong, and never waits: a pipe without a writer would hold up
 * the app for ever, a device has no end.
 */
export function readPriceFile(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('is no regular file');
    if (stats.size > MOST_BYTES) throw new Error(`is larger than ${MOST_BYTES} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? new Error('is no valid UTF-8: save it as UTF-8') : error;
  } finally {
    closeSync(file);
  }
}
