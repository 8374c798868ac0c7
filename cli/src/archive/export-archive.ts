import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  httpTransport,
  type ClickHouseTransport,
  type HttpTransportOptions,
  type TimeRange,
} from '@tokentrail/usage-store';
import { partialName, writeParquet } from '../export/destination.ts';
import { rangeText } from '../export/ledger-figures.ts';
import { PartSource } from '../export/part-source.ts';
import { planParts } from '../export/plan.ts';
import { Progress } from '../export/progress.ts';
import { UserError } from '../fail.ts';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { isWhole, readManifest, writeManifest, type ArchiveFile, type Manifest } from './manifest.ts';
import { bucketsOf, columnsOf, readRows, rowsOf, rowsRequest } from './queries.ts';
import { sumsOf, sumsObject, sumsText } from './sums.ts';
import { ARCHIVE_TABLES, type ArchiveTable } from './tables.ts';

/** Rows of a file: one insert writes them as one block, which a table takes whole or not at all. */
const MAX_ROWS = 50_000;
const DAY_MS = 86_400_000;

interface ArchiveJob {
  folder: string;
  range: TimeRange;
  /** Reads all columns. */
  account: HttpTransportOptions;
  json: boolean;
}

/**
 * Writes everything that the ledger knows of a range to a folder that `tokentrail import` reads. A run that was ended before goes on with
 * the files that are missing. The exit code is 1 if the ledger has changed in the meantime.
 * @throws UserError if the ledger or a file fails; repeat the command then.
 */
export async function exportArchive({ folder, range, account, json }: ArchiveJob, io: Io): Promise<void> {
  if (existsSync(folder)) {
    throw new UserError(`${folder} is there already: remove it, or choose another --output`);
  }
  const partial = partialName(folder);
  const reader = httpTransport(account);
  const manifest = (await readManifest(partial)) ?? (await planArchive(reader, range));
  if (manifest.range.fromMs !== range.fromMs || manifest.range.toMs !== range.toMs) {
    throw new UserError(
      `${partial} is an archive of ${rangeText(manifest.range)}: finish that one, remove it, or choose another --output`,
    );
  }
  await mkdir(partial, { recursive: true });
  await writeManifest(partial, manifest);
  await writeFiles(partial, manifest, account, io);
  const changed = await changedFiles(reader, manifest);
  if (changed.length === 0) {
    await rename(partial, folder);
  }
  const sums = sumsOf(manifest.files);
  const problem =
    changed.length === 0
      ? undefined
      : `the ledger changed during the export (${changed.join(', ')}): remove ${partial} and export again`;
  print(
    io,
    json
      ? JSON.stringify({ path: folder, ...sumsObject(sums), equal: problem === undefined })
      : `${folder}: ${sumsText(sums)}; ${problem ?? 'the ledger has the same'}`,
  );
  io.exitCode = problem === undefined ? EXIT_CODES.done : EXIT_CODES.checkFailed;
}

async function planArchive(reader: ClickHouseTransport, range: TimeRange): Promise<Manifest> {
  const [version] = await rowsOf(reader, 'SELECT version FROM tokentrail_ledger.schema_version');
  const tables = await Promise.all(ARCHIVE_TABLES.map(({ name }) => columnsOf(reader, name)));
  const columns = Object.fromEntries(ARCHIVE_TABLES.map(({ name }, index) => [name, tables[index] ?? []])) as {
    [name in ArchiveTable['name']]: string[];
  };
  const files: ArchiveFile[] = [];
  for (const table of ARCHIVE_TABLES) {
    for (const [index, { fromMs, toMs }] of (await partsOf(reader, table, range)).entries()) {
      const name = `${table.name}-${String(index + 1).padStart(5, '0')}.parquet`;
      const rows = await readRows(reader, table, columns[table.name], { fromMs, toMs });
      files.push({ table: table.name, name, fromMs, toMs, ...rows });
    }
  }
  return {
    format: 'tokentrail-archive-1',
    schemaVersion: Number(version?.['version']),
    range,
    columns,
    files: files.filter(({ rows }) => rows > 0),
  };
}

async function partsOf(reader: ClickHouseTransport, table: ArchiveTable, range: TimeRange): Promise<TimeRange[]> {
  return table.selection === 'by start'
    ? planParts(range, {
        bucketsOf: (within, bucketMs) => bucketsOf(reader, table.name, within, bucketMs),
        maxRecords: MAX_ROWS,
        isCut: startsPartition,
      })
    : [range];
}

/** Partitions of the ledger begin on Mondays or on the first of a month, in UTC. */
function startsPartition(ms: number): boolean {
  const date = new Date(ms);
  return ms % DAY_MS === 0 && (date.getUTCDay() === 1 || date.getUTCDate() === 1);
}

async function writeFiles(folder: string, manifest: Manifest, account: HttpTransportOptions, io: Io): Promise<void> {
  const missing = manifest.files.filter(({ name }) => !existsSync(join(folder, name)));
  const source = new PartSource<ArchiveFile>(account, (file) =>
    rowsRequest(tableOf(file), manifest.columns[file.table], file),
  );
  const progress = new Progress(io);
  try {
    for (const [index, file] of missing.entries()) {
      await writeParquet(join(folder, file.name), source.read(file, missing[index + 1]));
      progress.show(`${folder}: file ${index + 1} of ${missing.length}`);
    }
  } finally {
    progress.end();
    source.end();
  }
  for (const file of manifest.files) {
    if (!(await isWhole(folder, file))) {
      throw new UserError(`${file.name} does not have what the ledger had: remove ${folder} and export again`);
    }
  }
}

/** Tables whose rows are no longer those that were written. */
async function changedFiles(reader: ClickHouseTransport, manifest: Manifest): Promise<string[]> {
  const changed = new Set<string>();
  for (const file of manifest.files.filter((one) => tableOf(one).selection === 'by start')) {
    const { fingerprint } = await readRows(reader, tableOf(file), manifest.columns[file.table], file);
    if (fingerprint !== file.fingerprint) {
      changed.add(file.table);
    }
  }
  return [...changed];
}

export function tableOf({ table }: Pick<ArchiveFile, 'table'>): ArchiveTable {
  const found = ARCHIVE_TABLES.find(({ name }) => name === table);
  if (found === undefined) {
    throw new UserError(`the archive has a table ${table} that this version does not know`);
  }
  return found;
}
