import { join } from 'node:path';
import { nanoToUsd } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { ledgerAccess, readableLedger, throwLedgerError } from '../ledger-access.ts';
import { parseOptions } from '../parse-options.ts';
import { rangeOf } from '../range.ts';
import { auditRange, type AuditReport, type Deviation } from './audit-range.ts';
import { reprice } from './reprice.ts';

/** Deviations that are printed in full. */
const MAX_PRINTED = 20;

/**
 * Runs `tokentrail audit`: recomputes the costs of a range and prints the deviations. With `--reprice` it prices the calls whose
 * price was unknown instead.
 * @returns true if there is no deviation.
 */
export async function audit(args: readonly string[], root: string): Promise<boolean> {
  const { values } = parse(args);
  const range = rangeOf(values.from, values.to, Date.now());
  const endpoints = values.endpoints ?? join(root, '.tokentrail', 'endpoints.json');
  if (values.reprice === true) {
    const { prices, by, reason, 'dry-run': dryRun = false } = values;
    await reprice({ prices, by, reason, dryRun }, range, endpoints).catch(throwLedgerError);
    return true;
  }
  const report = await auditRange(readableLedger(ledgerAccess(process.env, endpoints)), range, MAX_PRINTED).catch(
    throwLedgerError,
  );
  console.log(linesOf(report, range).join('\n'));
  return report.deviating === 0;
}

const REPRICE_OPTIONS = ['prices', 'by', 'reason', 'dry-run'] as const;

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    ...{ from: text, to: text, endpoints: text, reprice: flag },
    ...{ prices: text, by: text, reason: text, 'dry-run': flag },
  };
  const parsed = parseOptions({ args: [...args], options });
  const stray = REPRICE_OPTIONS.find((name) => parsed.values.reprice !== true && parsed.values[name] !== undefined);
  if (stray !== undefined) {
    throw new UserError(`--${stray} only works together with --reprice`);
  }
  return parsed;
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
