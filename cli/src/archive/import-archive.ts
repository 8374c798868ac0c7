import { basename, dirname, join } from 'node:path';
import { clickHouseLedger, httpTransport, type HttpTransportOptions } from '@tokentrail/usage-store';
import { rangeText } from '../export/ledger-figures.ts';
import { Progress } from '../export/progress.ts';
import { UserError } from '../fail.ts';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { ledgerAccess, throwLedgerError, attemptsAccount, dataManagerAccount } from '../ledger-access.ts';
import { tableOf } from './export-archive.ts';
import { insertFile } from './insert-file.ts';
import { isWhole, readManifest, type ArchiveFile, type Manifest } from './manifest.ts';
import { columnsOf, isSame, readRows, rowsOf } from './queries.ts';
import { sumsObject, sumsOf, sumsText } from './sums.ts';

export interface ImportOptions {
  json?: boolean;
  endpoints?: string;
}

interface Accounts {
  reader: HttpTransportOptions;
  writer: HttpTransportOptions;
}

/**
 * Runs `tokentrail import`: writes archives into a ledger and compares both. What the ledger has already, it keeps. The exit code is
 * 1 if the ledger differs from an archive afterwards.
 * @throws UserError if an archive is damaged, or the ledger has other rows of its range. Nothing is written then.
 */
export async function importArchives(paths: readonly string[], options: ImportOptions, io: Io): Promise<void> {
  const access = ledgerAccess(io, options.endpoints);
  const accounts = { reader: attemptsAccount(access), writer: dataManagerAccount(access) };
  const imported: object[] = [];
  for (const path of paths) {
    const folder = basename(path) === 'manifest.json' ? dirname(path) : path;
    const manifest = await readManifest(folder);
    if (manifest === undefined) {
      throw new UserError(`${folder} is no archive: name the folder that tokentrail export --format archive wrote`);
    }
    await requireReadable(folder, manifest);
    await requireFitting(manifest, accounts, io.now());
    const missing = await missingFiles(manifest, accounts);
    await insertAll(folder, manifest, missing, accounts, io);
    const isEqual = await hasAll(manifest, accounts);
    const sums = sumsOf(manifest.files);
    const kept = manifest.files.length - missing.length;
    imported.push({ path: folder, ...sumsObject(sums), files: missing.length, files_kept: kept, equal: isEqual });
    if (options.json !== true) {
      const text = isEqual ? 'the ledger has the same' : 'but the ledger has other rows now: import again';
      print(io, `${folder}: ${sumsText(sums)}; ${missing.length} files imported, ${kept} were there; ${text}`);
    }
    io.exitCode = isEqual ? io.exitCode : EXIT_CODES.checkFailed;
  }
  if (options.json === true) {
    print(io, JSON.stringify({ archives: imported }));
  }
}

/** @throws UserError if a file is missing or damaged. */
async function requireReadable(folder: string, { files }: Manifest): Promise<void> {
  for (const file of files) {
    if (!(await isWhole(folder, file).catch(() => false))) {
      throw new UserError(`${join(folder, file.name)} is missing or damaged: nothing was written`);
    }
  }
}

/** @throws UserError if the ledger is too old for the archive, or would remove its rows. */
async function requireFitting(manifest: Manifest, { reader }: Accounts, now: number): Promise<void> {
  const transport = httpTransport(reader);
  const [version] = await rowsOf(transport, 'SELECT version FROM tokentrail_ledger.schema_version');
  if (Number(version?.['version']) < manifest.schemaVersion) {
    throw new UserError(
      `the archive is of a newer ledger (schema ${manifest.schemaVersion}, here ${String(version?.['version'])}): ` +
        'update the schema of this ledger first (clickhouse/README.md)',
    );
  }
  for (const table of new Set(manifest.files.map((file) => file.table))) {
    const known = await columnsOf(transport, table);
    const unknown = manifest.columns[table].filter((column) => !known.includes(column));
    if (unknown.length > 0) {
      throw new UserError(`the ledger's ${table} has no column ${unknown.join(', ')}: update its schema first`);
    }
  }
  const ledger = clickHouseLedger({ ledger: transport, attempts: transport });
  const { retention } = await ledger.settings().catch(throwLedgerError);
  const { usage, request, event, other, attempts } = retention?.value ?? {};
  const days = Math.min(...[usage, request, event, other, attempts].map((one) => one ?? Infinity));
  if (manifest.range.fromMs < now - days * 86_400_000) {
    throw new UserError(
      `the archive begins before the ${days} days that this ledger keeps, so it would remove rows at once: ` +
        'give it more days first (tokentrail retention apply)',
    );
  }
}

/**
 * The files whose rows the ledger does not have.
 * @throws UserError if it has others of their range.
 */
async function missingFiles(manifest: Manifest, { reader }: Accounts): Promise<ArchiveFile[]> {
  const transport = httpTransport(reader);
  const missing: ArchiveFile[] = [];
  for (const file of manifest.files) {
    const table = tableOf(file);
    const found = await readRows(transport, table, manifest.columns[file.table], file);
    if (isSame(found, file)) {
      continue;
    }
    // Rows of the other tables never replace newer ones.
    if (table.selection === 'by start' && found.rows > 0) {
      throw new UserError(
        `the ledger has ${found.rows} other rows in ${file.table} of ${rangeText(file)}, where the archive has ${file.rows}: ` +
          'nothing was written. Import into a ledger that has no rows of this range',
      );
    }
    missing.push(file);
  }
  return missing;
}

async function insertAll(
  folder: string,
  manifest: Manifest,
  files: readonly ArchiveFile[],
  { writer }: Accounts,
  io: Io,
): Promise<void> {
  const progress = new Progress(io);
  try {
    for (const [index, file] of files.entries()) {
      await insertFile(folder, manifest, file, writer);
      progress.show(`${folder}: file ${index + 1} of ${files.length}`);
    }
  } finally {
    progress.end();
  }
}

async function hasAll(manifest: Manifest, { reader }: Accounts): Promise<boolean> {
  const transport = httpTransport(reader);
  for (const file of manifest.files) {
    const table = tableOf(file);
    const found = await readRows(transport, table, manifest.columns[file.table], file);
    if (!isSame(found, file) && (table.selection === 'by start' || found.rows < file.rows)) {
      return false;
    }
  }
  return true;
}
