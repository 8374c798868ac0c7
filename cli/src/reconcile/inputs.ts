import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  ExportError,
  mappedFormat,
  newReport,
  readColumnMap,
  readExport,
  type ExportFile,
  type InvoiceLine,
} from '@tokentrail/reconcile';
import { parse } from 'yaml';
import { UserError } from '../fail.ts';

/** What the files of an export have. */
export interface Invoice {
  lines: InvoiceLine[];
  /** What the reader should know of the files, as sentences. */
  notices: string[];
}

/**
 * Reads all files of an export.
 * @throws UserError that names the file and the line.
 */
export async function readInvoice(files: readonly string[], mapFile: string | undefined): Promise<Invoice> {
  const mapped = mapFile === undefined ? undefined : mappedFormat(await readMap(mapFile));
  const lines: InvoiceLine[] = [];
  const notices: string[] = [];
  for (const path of files) {
    const file: ExportFile = { name: basename(path), open: () => createReadStream(path) };
    const report = newReport(file);
    await guarded(async () => {
      for await (const line of readExport(file, report, mapped)) lines.push(line);
    });
    for (const [service, rows] of report.otherServices) {
      notices.push(`${file.name}: ${rows} rows of ${service} are no usage of models and were left out`);
    }
    if (report.incomplete) notices.push(`${file.name} is not the last page of the export`);
  }
  return { lines, notices };
}

async function readMap(path: string) {
  const text = await guarded(() => readFile(path, 'utf8'));
  return guarded(() => readColumnMap(basename(path), text));
}

/**
 * Reads a file of keys (YAML or JSON): the ledger's key by the provider's key id.
 * @throws UserError if it is no such map.
 */
export async function readKeys(path: string): Promise<Record<string, string>> {
  const text = await guarded(() => readFile(path, 'utf8'));
  const keys: unknown = await guarded(() => parse(text, { maxAliasCount: 0 }) as unknown);
  if (typeof keys !== 'object' || keys === null || !Object.values(keys).every((key) => typeof key === 'string')) {
    throw new UserError(`${path} must map the provider's key ids to keys of the ledger: key_a1: sk-proj-...wxyz`);
  }
  return { ...keys } as Record<string, string>;
}

/** Errors of files as sentences. */
async function guarded<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExportError) throw new UserError(error.message);
    if (isFileError(error)) throw new UserError(`the file cannot be read: ${error.message}`);
    throw error;
  }
}

/** An error of Node's file system, which has a code. */
function isFileError(error: unknown): error is { message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
