import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { BookDocument } from '@tokentrail/pricing';
import { parsePriceFile } from '@tokentrail/pricing/file';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import { newestPrices } from './public-prices.ts';

export interface UpdatePricesOptions {
  output: string;
  data?: string;
}

/** In the version of a file that this command wrote, which it may replace. */
const WRITTEN = 'public-';

/** Runs `tokentrail prices update`: writes the newest public prices as a price file, for `TOKENTRAIL_PRICES`. */
export async function updatePrices({ output, data }: UpdatePricesOptions, io: Io): Promise<void> {
  requireReplaceable(output);
  const published = await newestPrices(data, io.env);
  const document = { ...published, version: WRITTEN + String(published.version).replace(/^snapshot-/, '') };
  const text = textOf(document);
  if ('errors' in parsePriceFile(text)) {
    throw new UserError('the published prices have values that a price file cannot have: update this release');
  }
  try {
    writeFileSync(`${output}.new`, text);
    renameSync(`${output}.new`, output);
  } catch (error) {
    throw new UserError(`the prices cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  print(
    io,
    `${published.entries?.length ?? 0} entries of ${String(published.corrections_of)} written to ${output}: set TOKENTRAIL_PRICES to it`,
  );
}

/** One entry a line, so that one changed price is one changed line. */
function textOf({ entries = [], ...head }: BookDocument): string {
  const lines = entries.map((entry) => JSON.stringify(entry)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines}\n]}\n`;
}

/** The operator's own prices are not replaced. */
function requireReplaceable(path: string): void {
  if (!existsSync(path)) {
    return;
  }
  let version: unknown;
  try {
    ({ version } = JSON.parse(readFileSync(path, 'utf8')) as { version?: unknown });
  } catch {
    // Not written by this command.
  }
  if (typeof version !== 'string' || !version.startsWith(WRITTEN)) {
    throw new UserError(`${path} was not written by this command, so it is not replaced: give another file`);
  }
}
