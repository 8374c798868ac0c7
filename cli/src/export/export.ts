import { existsSync } from 'node:fs';
import { exportArchive } from '../archive/export-archive.ts';
import { UserError } from '../fail.ts';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { attemptsAccount, ledgerAccess, recordAccount } from '../ledger-access.ts';
import { monthsOf } from '../range.ts';
import { searchFilter } from '../search-filter.ts';
import { exportFocus } from '../focus/export-focus.ts';
import { checkFile, checkObject, checkText, type CheckedFile } from './check.ts';
import { compressionOf, exportRange, exportRequest, refuseOptions, type ExportOptions } from './export-options.ts';
import { exportToFile, exportToOutput, type RecordExport } from './export-records.ts';
import { readState } from './export-state.ts';

export interface ExportCommandOptions extends ExportOptions {
  /** A file; `{month}` in its name: a file for each month. Default: the standard output. */
  output?: string;
  json?: boolean;
  endpoints?: string;
}

/**
 * Runs `tokentrail export`. The exit code is 1 if what was written differs from the ledger.
 * @throws UserError if the ledger or a file fails.
 */
export async function runExport(options: ExportCommandOptions, io: Io): Promise<void> {
  switch (options.format) {
    case 'archive':
      return exportArchiveOf(options, io);
    case 'focus':
      return exportFocusOf(options, io);
    default:
      return exportRecordFiles(options, io);
  }
}

async function exportArchiveOf({ output, json, endpoints, ...options }: ExportCommandOptions, io: Io): Promise<void> {
  refuseOptions(options, ['search', 'columns', 'compress']);
  if (output === undefined) {
    throw new UserError('an archive needs a folder: name it with --output');
  }
  const account = attemptsAccount(ledgerAccess(io, endpoints));
  const range = exportRange(options, io.now());
  const job = { folder: output, range, account, json: json === true };
  await exportArchive(job, io).catch(throwFileError);
}

async function exportFocusOf({ output, json, endpoints, ...options }: ExportCommandOptions, io: Io): Promise<void> {
  refuseOptions(options, ['columns']);
  const selection = { range: exportRange(options, io.now()), filter: searchFilter(options.search ?? '') };
  const account = recordAccount(ledgerAccess(io, endpoints));
  const compression = compressionOf(options);
  await exportFocus({ selection, account, output, compression, json: json === true }, io).catch(throwFileError);
}

/** Writes a row for each record, and compares each file with the ledger. */
async function exportRecordFiles({ output, json, endpoints, ...options }: ExportCommandOptions, io: Io): Promise<void> {
  const request = exportRequest(options, io.now());
  const compression = compressionOf(options);
  const account = recordAccount(ledgerAccess(io, endpoints));
  const job: RecordExport = { request, compression, given: JSON.stringify(options), account };
  if (output === undefined) {
    return toOutput(job, json === true, io);
  }
  const checked: CheckedFile[] = [];
  for (const one of await filesOf(output, job)) {
    const file = await exportToFile(one.path, { ...job, request: { ...request, range: one.range } }, io).catch(
      throwFileError,
    );
    checked.push(await checkFile(file, request.filter, account));
    if (json !== true) {
      print(io, ...checked.slice(-1).map(checkText));
    }
  }
  if (json === true) {
    print(io, JSON.stringify({ files: checked.map(checkObject) }));
  }
  io.exitCode = checked.every(({ isEqual }) => isEqual) ? EXIT_CODES.done : EXIT_CODES.checkFailed;
}

async function toOutput(job: RecordExport, json: boolean, io: Io): Promise<void> {
  if (job.request.format === 'parquet') {
    throw new UserError('Parquet needs a folder: name it with --output');
  }
  if (json) {
    throw new UserError('the standard output has the records: --json needs --output');
  }
  const file = await exportToOutput(job, io).catch(undefinedIfClosed);
  if (file === undefined) {
    return;
  }
  const checked = await checkFile(file, job.request.filter, job.account);
  if (!checked.isEqual) {
    io.exitCode = EXIT_CODES.checkFailed;
  }
  io.stderr.write(`${checkText(checked)}\n`);
}

const MONTH = '{month}';

/** The files that are missing. Months before the one at which an earlier run ended are complete. */
async function filesOf(output: string, { request: { range }, given }: RecordExport) {
  if (!output.includes(MONTH)) {
    return [{ path: output, range }];
  }
  const files = monthsOf(range).map((month) => ({
    path: output.replaceAll(MONTH, new Date(month.fromMs).toISOString().slice(0, 7)),
    range: month,
  }));
  const states = await Promise.all(files.map(({ path }) => readState(path, given)));
  const ended = states.findIndex((state) => state !== undefined);
  return files.filter(({ path }, index) => index >= ended || !existsSync(path));
}

/** The reader of the standard output, such as `head`, has read enough. */
function undefinedIfClosed(error: unknown): undefined {
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
