import { learnFactors, proposalOf, reconcile as compareWithLedger, type Reconciliation } from '@tokentrail/reconcile';
import { compare, parseDecimal, plus, type Decimal } from '@tokentrail/pricing/decimal';
import { readAttemptUsage } from '@tokentrail/usage-store';
import { DateTime } from 'luxon';
import { UserError } from '../fail.ts';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { ledgerAccess, readerOfAll, throwLedgerError } from '../ledger-access.ts';
import { readInvoice, readKeys, type Invoice } from './inputs.ts';
import { ledgerLinesOf } from './ledger-lines.ts';
import { jsonOfResult, printResult } from './print-result.ts';

export interface ReconcileOptions {
  provider: string;
  /** A month: `2026-10`. */
  period: string;
  export: readonly string[];
  keys?: string;
  map?: string;
  /** The zone of the provider's days. Default: the provider's. */
  tz?: string;
  /** USD. */
  tolerance: string;
  learn?: true;
  json?: true;
  endpoints?: string;
}

/** `gen_ai.provider.name` of the attempts that a seller invoices; other sellers have one name. */
const NAMES_OF_ATTEMPTS: Readonly<Record<string, readonly string[]>> = {
  aws: ['aws.bedrock', 'bedrock', 'aws'],
  azure: ['azure.ai.openai', 'azure.ai.inference', 'az.ai.openai', 'az.ai.inference', 'azure_openai', 'azure'],
  google: ['gcp.gemini', 'gcp.vertex_ai', 'gcp.gen_ai', 'gemini', 'vertex_ai', 'google'],
};
const ZONES: Readonly<Record<string, string>> = { google: 'America/Los_Angeles' };

/**
 * Compares the files of an invoice with the ledger and prints the result. The check fails if more than the tolerance is unexplained on
 * either side.
 * @throws UserError
 */
export async function reconcile(options: ReconcileOptions, io: Io): Promise<void> {
  const tolerance = parseDecimal(options.tolerance);
  if (tolerance === null || tolerance.units < 0n) {
    throw new UserError(`--tolerance ${options.tolerance} is no amount: write USD, such as 0.50`);
  }
  const keys = options.keys === undefined ? {} : await readKeys(options.keys);
  const invoice = await readInvoice(options.export, options.map);
  const result = await compareMonth(options, invoice, keys, io);
  if (options.learn) {
    print(io, proposalOf(learnFactors(result)) ?? '# No factor other than 1 accounts for the month.');
    return;
  }
  if (options.json) print(io, JSON.stringify(jsonOfResult(result), null, 2));
  else printResult(result, io);
  for (const notice of [...invoice.notices, ...result.notices]) io.stderr.write(`${notice}\n`);
  if (compare(unexplainedOf(result), tolerance) > 0) io.exitCode = EXIT_CODES.checkFailed;
}

function unexplainedOf({ totals }: Reconciliation): Decimal {
  return plus(totals.unexplained, totals.ledgerUnexplained);
}

async function compareMonth(
  { provider, period, tz, endpoints }: ReconcileOptions,
  { lines }: Invoice,
  keys: Record<string, string>,
  io: Io,
): Promise<Reconciliation> {
  const zone = tz ?? ZONES[provider] ?? 'UTC';
  const month = DateTime.fromFormat(period, 'yyyy-MM', { zone });
  if (!month.isValid) {
    throw new UserError(`--period ${period} or --tz ${zone} cannot be read: write 2026-10, and Europe/Berlin`);
  }
  const next = month.plus({ month: 1 });
  const usage = await readAttemptUsage(readerOfAll(ledgerAccess(io, endpoints)), {
    providers: NAMES_OF_ATTEMPTS[provider] ?? [provider],
    // A day more on both sides has calls over midnight.
    fromMs: month.minus({ day: 1 }).toMillis(),
    toMs: next.plus({ day: 1 }).toMillis(),
    zone,
  }).catch(throwLedgerError);
  try {
    return compareWithLedger({
      provider,
      zone,
      from: month.toISODate() ?? '',
      to: next.minus({ day: 1 }).toISODate() ?? '',
      invoice: lines,
      ledger: ledgerLinesOf(provider, usage),
      keys,
    });
  } catch (error) {
    throw error instanceof RangeError ? new UserError(error.message) : error;
  }
}
