import { EXIT_CODES, print, type Io } from '../io.ts';
import { ledgerAccess, recordLedger, throwLedgerError } from '../ledger-access.ts';
import { makeReport, type ReportOptions } from './make-report.ts';
import { writeWhole } from './write-report.ts';

export interface ReportCommandOptions extends ReportOptions {
  /** Undefined: the standard output. */
  out?: string;
  json?: true;
  endpoints?: string;
}

/**
 * Runs `tokentrail report`: writes or prints the report, and sets the exit code if a threshold is broken.
 * @throws UserError if an option or the ledger cannot be read, or the file cannot be written.
 */
export async function runReport({ out, json, endpoints, ...options }: ReportCommandOptions, io: Io): Promise<void> {
  const openLedger = () => recordLedger(ledgerAccess(io, endpoints));
  const report = await makeReport(options, openLedger, io.now()).catch(throwLedgerError);
  if (out !== undefined) {
    writeWhole(out, json === true ? report.json : report.html);
  }
  if (json === true && out === undefined) {
    io.stdout.write(report.json);
  } else {
    print(io, report.summary, ...(out === undefined ? [] : [`written to ${out}`]));
  }
  for (const { state, sentence } of report.thresholds) {
    if (state !== 'kept') {
      io.stderr.write(`${state === 'broken' ? 'threshold broken' : 'threshold unclear'}: ${sentence}\n`);
    }
  }
  if (report.thresholds.some(({ state }) => state === 'broken')) {
    io.exitCode = EXIT_CODES.checkFailed;
  }
}
