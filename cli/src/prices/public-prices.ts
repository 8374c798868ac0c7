import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BookDocument } from '@tokentrail/pricing';
import { publicPricesOfJson, publicPricesOfPackage } from '@tokentrail/pricing/published';
import { UserError } from '../fail.ts';
import type { Environment } from '../io.ts';
import { newestPackage } from './newest-package.ts';

/**
 * The newest public prices, with our corrections: of a file, else of the registry.
 * @throws UserError if they cannot be read.
 */
export async function newestPrices(file: string | undefined, env: Environment): Promise<BookDocument> {
  const bytes = file === undefined ? await newestPackage(env) : bytesOf(file);
  try {
    return file?.endsWith('.json') === true
      ? publicPricesOfJson(Buffer.from(bytes).toString(), basename(file))
      : publicPricesOfPackage(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the published prices cannot be read: ${reason}. If the data are complete, their form is newer than this release: update it`,
      { cause: error },
    );
  }
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`--data cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
