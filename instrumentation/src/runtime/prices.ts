import { createRequire } from 'node:module';
import { PriceBook, priceCall, type BookDocument, type PriceEntryRecord } from '@tokentrail/pricing';
import { snapshotDate, snapshotDocument } from '@tokentrail/pricing/snapshot';
import type { PriceFileState } from '@tokentrail/records';
import { asOurs } from '../util/app-context.ts';
import type { PriceOf } from '../record/cost-of-record.ts';
import type * as PriceFileReader from '@tokentrail/pricing/file';

/** The price book in use. */
export interface PricesInUse {
  version: string;
  /** UTC day on which the public prices were compiled; absent if there are none. */
  snapshotDate?: string;
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

/**
 * Prices of this process: the operator's file, reloaded when it changes, on top of the snapshot of public prices. Without a
 * file, the snapshot is loaded when the first price is needed, so that it does not delay the start of the app.
 */
export function loadPrices(path: string | undefined, warn: (message: string) => void): Prices {
  const reader = path === undefined ? undefined : fileReader(path, warn);
  if (path === undefined || reader === undefined) {
    return publicPrices(path === undefined ? 'none' : 'unusable', warn);
  }
  const { document, ...dated } = readSnapshot(warn);
  const file = new reader.PriceFile({ path, snapshot: document, report: warn, read: reader.readPriceFile });
  return {
    priceOf: (call) => priceCall(call, file.book),
    inUse: () => {
      const { version } = file.book;
      return { version, ...dated, file: version === document.version ? 'unusable' : 'used' };
    },
    takeNewEntries: () => file.book.takeNewEntries(),
    stop: asOurs(() => reader.watchPriceFile(file)),
  };
}

function publicPrices(file: PriceFileState, warn: (message: string) => void): Prices {
  let loaded: { book: PriceBook; snapshotDate?: string } | undefined;
  const prices = () => {
    if (loaded === undefined) {
      const { document, ...dated } = readSnapshot(warn);
      loaded = { book: new PriceBook([{ document, source: 'snapshot' }]), ...dated };
    }
    return loaded;
  };
  return {
    priceOf: (call) => priceCall(call, prices().book),
    inUse: () => {
      const { book, ...dated } = prices();
      return { version: book.version, ...dated, file };
    },
    takeNewEntries: () => loaded?.book.takeNewEntries() ?? [],
    stop: () => undefined,
  };
}

/** The public prices; an empty book, with a warning, if their package is missing. */
function readSnapshot(warn: (message: string) => void): { document: BookDocument; snapshotDate?: string } {
  try {
    return { document: snapshotDocument(), snapshotDate: snapshotDate() };
  } catch (error) {
    warn(
      'public prices cannot be read, so the cost of calls is unknown: install @tokentrail/prices. ' +
        (error instanceof Error ? error.message.split('\n', 1)[0] : String(error)),
    );
    return { document: { schema: 1, version: 'none' } };
  }
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
