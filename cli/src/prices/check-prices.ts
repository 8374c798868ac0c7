import { compareBooks, compareFile, type FileDifference, type PriceChanges } from '@tokentrail/pricing/published';
import { snapshotDocument } from '@tokentrail/pricing/snapshot';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { operatorPrices } from '../price-file.ts';
import { newestPrices } from './public-prices.ts';

export interface CheckPricesOptions {
  data?: string;
  prices?: string;
  json?: boolean;
}

interface Report {
  /** Package and version of the newest prices. */
  published: string;
  /** The same of the prices of this release. */
  snapshot: string;
  changes: PriceChanges;
  /** Null: there is no price file. */
  file: { name: string; differs: FileDifference[] } | null;
}

/** Entries of each kind that are printed for people. */
const MAX_PRINTED = 20;

/**
 * Runs `tokentrail prices check`: compares the public prices of this release, and the operator's file, with the newest published ones.
 * The check fails if they differ.
 */
export async function checkPrices({ data, prices, json }: CheckPricesOptions, io: Io): Promise<void> {
  const name = prices ?? io.env['TOKENTRAIL_PRICES'];
  const own = name ? { name, document: operatorPrices(name) } : null;
  const published = await newestPrices(data, io.env);
  const snapshot = snapshotDocument();
  const report: Report = {
    published: String(published.corrections_of),
    snapshot: String(snapshot.corrections_of),
    changes: compareBooks(snapshot, published),
    file: own && { name: own.name, differs: compareFile(own.document, published, io.now()) },
  };
  print(io, ...(json === true ? [JSON.stringify(report, null, 2)] : linesOf(report)));
  const { differs, new: added, ended } = report.changes;
  if (differs.length + added.length + ended.length + (report.file?.differs.length ?? 0) > 0) {
    io.exitCode = EXIT_CODES.checkFailed;
  }
}

function linesOf({ published, snapshot, changes, file }: Report): string[] {
  return [
    `published: ${published}; this release: ${snapshot}`,
    ...section(
      'differ',
      changes.differs.map(({ entry, changes: lines }) => `${entry}: ${lines.join('; ')}`),
    ),
    ...section('new', changes.new),
    ...section('ended', changes.ended),
    ...(file === null
      ? []
      : section(
          `differ in ${file.name}`,
          file.differs.map(({ entry, model, changes: lines }) => `${entry} (${model}): ${lines.join('; ')}`),
        )),
  ];
}

function section(name: string, lines: readonly string[]): string[] {
  const more = lines.length > MAX_PRINTED ? [`  … and ${lines.length - MAX_PRINTED} more; --json prints all`] : [];
  return [`${name}: ${lines.length}`, ...lines.slice(0, MAX_PRINTED).map((line) => `  ${line}`), ...more];
}
