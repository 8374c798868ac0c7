import { createRequire } from 'node:module';
import { PriceBook, priceCall, type PriceEntryRecord } from '@tokentrail/pricing';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import type { PriceFileState } from '@tokentrail/records';
import { asOurs } from '../util/app-context.ts';
import type { PriceOf } from '../record/cost-of-record.ts';
import type * as PriceFileReader from '@tokentrail/pricing/file';

/** The price book in use. */
export interface PricesInUse {
  version: string;
  /** The operator's file. */
  file: PriceFileState;
}

export interface Prices {
  priceOf: PriceOf;
  inUse(): PricesInUse;
  /** The price entries first used since the last call: each once for a version of the price book. */
  takeNewEntries(): PriceEntryRecord[];
  /** Stops watching the file. */
  stop(): void;
}

/** Module that reads price files. The build replaces it by a file of the package. */
declare const PRICE_FILE_READER: string | undefined;
const READER = typeof PRICE_FILE_READER === 'undefined' ? '@tokentrail/pricing/file' : PRICE_FILE_READER;

/** Prices of this process: the operator's file, reloaded when it changes, on top of the snapshot of public prices. */
export function loadPrices(path: string | undefined, warn: (message: string) => void): Prices {
  const snapshot = snapshotDocument();
  const reader = path === undefined ? undefined : fileReader(path, warn);
  if (path === undefined || reader === undefined) {
    const book = new PriceBook([{ document: snapshot, source: 'snapshot' }]);
    return {
      priceOf: (call) => priceCall(call, book),
      inUse: () => ({ version: book.version, file: path === undefined ? 'none' : 'unusable' }),
      takeNewEntries: () => book.takeNewEntries(),
      stop: () => undefined,
    };
  }
  const file = new reader.PriceFile({ path, snapshot, report: warn, read: reader.readPriceFile });
  return {
    priceOf: (call) => priceCall(call, file.book),
    inUse: () => {
      const { version } = file.book;
      return { version, file: version === snapshot.version ? 'unusable' : 'used' };
    },
    takeNewEntries: () => file.book.takeNewEntries(),
    stop: asOurs(() => reader.watchPriceFile(file)),
  };
}

/** Loads the reader of price files only if there is one, because it includes a YAML parser and a JSON schema. */
function fileReader(path: string, warn: (message: string) => void): typeof PriceFileReader | undefined {
  try {
    return createRequire(import.meta.url)(READER) as typeof PriceFileReader;
  } catch {
    warn(
      `${path} is not read and only public prices are used: the reader of price files is not beside this package. ` +
        'Exclude @tokentrail/instrumentation from the bundle.',
    );
    return undefined;
  }
}
