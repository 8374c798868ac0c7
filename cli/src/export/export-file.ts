import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportRecords } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import type { Io } from '../io.ts';
import { ledgerAccess, recordLedger, throwLedgerError } from '../ledger-access.ts';
import { exportRequest, type ExportOptions } from './export-options.ts';

export interface ExportFileOptions extends ExportOptions {
  /** Default: the standard output. */
  output?: string;
  endpoints?: string;
}

/**
 * Runs `tokentrail export`: writes the records of a range to a file or the standard output, page by page.
 * @throws UserError if the ledger cannot be read or the file cannot be written; the file is then unchanged or incomplete.
 */
export async function exportFile({ output, endpoints, ...options }: ExportFileOptions, io: Io): Promise<void> {
  const request = exportRequest(options, io.now());
  const chunks = exportRecords(recordLedger(ledgerAccess(io, endpoints)), request);
  // The file is not replaced before the ledger could be read.
  const first = await chunks.next().catch(throwLedgerError);
  const text = Readable.from(startingWith(first.value ?? '', chunks));
  await (
    output === undefined
      ? pipeline(text, io.stdout, { end: false }).catch(unlessClosed)
      : pipeline(text, createWriteStream(output)).catch(throwFileError)
  ).catch(throwLedgerError);
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** The reader of the standard output, such as `head`, has read enough. */
function unlessClosed(error: unknown): void {
  if (codeOf(error) !== 'EPIPE') {
    throw error;
  }
}

function throwFileError(error: unknown): never {
  throw codeOf(error) === undefined ? error : new UserError(`the file cannot be written: ${String(error)}`);
}

/** The code of a system error. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined;
}
