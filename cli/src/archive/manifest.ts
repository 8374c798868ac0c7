import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeRange } from '@tokentrail/usage-store';
import { parquetFigures } from '../export/parquet-figures.ts';
import { UserError } from '../fail.ts';
import { ARCHIVE_TABLES, type ArchiveTable } from './tables.ts';

/** One file of an archive. */
export interface ArchiveFile extends TimeRange {
  table: ArchiveTable['name'];
  /** Name in the folder. */
  name: string;
  rows: number;
  /** Sum of the charged costs, nano-USD in decimal digits; records only. */
  charged: string | null;
  /** Sum of the hashes of the rows. Equal if and, with certainty for all practical purposes, only if the rows are equal. */
  fingerprint: string;
}

/** What an archive contains: `manifest.json` in its folder. */
export interface Manifest {
  format: 'tokentrail-archive-1';
  schemaVersion: number;
  range: TimeRange;
  /** Columns of each table, in the order in which rows are hashed. */
  columns: Readonly<Record<ArchiveTable['name'], readonly string[]>>;
  files: readonly ArchiveFile[];
}

const MANIFEST = 'manifest.json';

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST);
  await writeFile(`${path}.partial`, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
  await rename(`${path}.partial`, path);
}

/** Undefined if the folder has none. @throws UserError if it is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseManifest(text, folder);
}

function parseManifest(text: string, folder: string): Manifest {
  let value: Partial<Manifest> | null;
  try {
    value = JSON.parse(text) as Partial<Manifest> | null;
  } catch {
    value = null;
  }
  if (value?.format !== 'tokentrail-archive-1' || !Array.isArray(value.files) || !isComplete(value.columns)) {
    throw new UserError(`${join(folder, MANIFEST)} is no manifest of an archive that this version can read`);
  }
  return value as Manifest;
}

/** Whether a file of an archive has the rows and the sum that the manifest states. Rejects if it cannot be read. */
export async function isWhole(folder: string, { name, rows, charged }: ArchiveFile): Promise<boolean> {
  const found = await parquetFigures(join(folder, name));
  return found.records === rows && (charged === null || String(found.charged) === charged);
}

/** Names go into statements. */
function isComplete(columns: Partial<Manifest['columns']> | undefined): boolean {
  return ARCHIVE_TABLES.every(({ name }) => columns?.[name]?.every((column) => /^\w+$/.test(column)));
}
