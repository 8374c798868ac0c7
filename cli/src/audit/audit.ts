import { nanoToUsd } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { ledgerAccess, readableLedger, throwLedgerError } from '../ledger-access.ts';
import { rangeOf } from '../range.ts';
import { auditRange, type AuditReport, type Deviation } from './audit-range.ts';

/** Deviations that are printed in full. */
const MAX_PRINTED = 20;

export interface AuditOptions {
  from?: string;
  to?: string;
  endpoints?: string;
}

/**
 * Runs `tokentrail audit`: recomputes the costs of a range and prints the deviations. The check fails if there are some.
 * @throws UserError if the ledger cannot be read.
 */
export async function audit({ from, to, endpoints }: AuditOptions, io: Io): Promise<void> {
  const range = rangeOf(from, to, io.now());
  const ledger = readableLedger(ledgerAccess(io, endpoints));
  const report = await auditRange(ledger, range, MAX_PRINTED).catch(throwLedgerError);
  print(io, ...linesOf(report, range));
  if (report.deviating > 0) {
    io.exitCode = EXIT_CODES.checkFailed;
  }
}

function linesOf(report: AuditReport, { fromMs, toMs }: TimeRange): string[] {
  const { calls, known, unknown, running, entries, deviating, offNanoUsd, worst } = report;
  const span = `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
  const more = deviating > worst.length ? [`  … and ${deviating - worst.length} more`] : [];
  return [
    `${span}: ${calls} calls priced again with ${entries} price entries; ${known} have a known charge, ${unknown} an ` +
      `unknown one${running === 0 ? '' : `; ${running} are still running`}`,
    `deviations: ${deviating}, $${nanoToUsd(offNanoUsd)} in all`,
    ...worst.flatMap(linesOfDeviation),
    ...more,
  ];
}

function linesOfDeviation({ record, findings, offNanoUsd }: Deviation): string[] {
  const start = new Date(Number(BigInt(record.startUnixNano) / 1_000_000n)).toISOString();
  const model = record.responseModel ?? record.requestModel ?? 'no model';
  return [
    `  ${start} ${record.traceId} ${record.spanId} ${model}: $${nanoToUsd(offNanoUsd)}`,
    ...findings.map((finding) => `    ${finding}`),
  ];
}
