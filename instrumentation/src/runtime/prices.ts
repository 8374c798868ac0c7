import { createRequire } from 'node:module';
import { PriceBook, priceCall, type PriceEntryRecord } from '@tokentrail/pricing';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import { asOurs } from '../util/app-context.ts';
import type { PriceOf } from '../record/cost-of-record.ts';
import type * as PriceFileReader from '@tokentrail/pricing/file';

export interface Prices {
  priceOf: PriceOf;
  /** The price entries that came into use since this was last asked, each once a version of the book. */
  takeNewEntries(): PriceEntryRecord[];
  /** Stops looking at the file. */
  stop(): void;
}

/** Where the reader of price files is; the build names its own. */
declare const PRICE_FILE_READER: string | undefined;
const READER = typeof PRICE_FILE_READER === 'undefined' ? '@tokentrail/pricing/file' : PRICE_FILE_READER;

/** Prices of this process: the operator's file, read anew when it changes, over the snapshot of public prices. */
export function loadPrices(path: string | undefined, warn: (message: string) => void): Prices {
  const snapshot = snapshotDocument();
  const reader = path === undefined ? undefined : fileReader(path, warn);
  if (path === undefined || reader === undefined) {
    const book = new PriceBook([{ document: snapshot, source: 'snapshot' }]);
    return {
      priceOf: (call) => priceCall(call, book),
      takeNewEntries: () => book.takeNewEntries(),
      stop: () => undefined,
    };
  }
  const file = new reader.PriceFile({ path, snapshot, report: warn, read: reader.readPriceFile });
  return {
    priceOf: (call) => priceCall(call, file.book),
    takeNewEntries: () => file.book.takeNewEntries(),
    stop: asOurs(() => reader.watchPriceFile(file)),
  };
}

/** Only who has a price file pays for loading what reads it, a YAML parser and a JSON schema among it. */
function fileReader(path: string, warn: (message: string) => void): typeof PriceFileReader | undefined {
  try {
    return createRequire(import.meta.url)(READER) as typeof PriceFileReader;
  } catch {
    warn(
      `${path} is not read, public prices alone are used: what reads price files is not where this package is. ` +
        'Leave @tokentrail/instrumentation out of the bundle.',
    );
    return undefined;
  }
}
