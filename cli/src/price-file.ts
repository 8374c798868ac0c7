import type { BookDocument } from '@tokentrail/pricing';
import { formatPriceFileError, parsePriceFile, readPriceFile } from '@tokentrail/pricing/file';
import { UserError } from './fail.ts';

/**
 * Reads a price file of the operator.
 * @throws UserError with file and line of each mistake.
 */
export function operatorPrices(file: string): BookDocument {
  const parsed = parsePriceFile(textOf(file));
  if ('errors' in parsed) {
    throw new UserError(parsed.errors.map((error) => formatPriceFileError(file, error)).join('\n'));
  }
  return parsed.document;
}

function textOf(file: string): string {
  try {
    return readPriceFile(file);
  } catch (error) {
    throw new UserError(`the price file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
