import { rename, writeFile } from 'node:fs/promises';
import { nanoToUsd } from '@tokentrail/records';
import {
  clickHouseLedger,
  csvText,
  httpTransport,
  runQuery,
  usageByDimensionsQuery,
  type HttpTransportOptions,
  type RecordSelection,
  type TimeRange,
} from '@tokentrail/usage-store';
import { compressed, partialName, type Compression } from '../export/destination.ts';
import { UserError } from '../fail.ts';
import { EXIT_CODES, print, type Io } from '../io.ts';
import { throwLedgerError } from '../ledger-access.ts';
import { FOCUS_COLUMNS, type FocusColumnName, type FocusRow } from './focus-columns.ts';
import { focusRow } from './focus-row.ts';

interface FocusJob {
  /** Whole days in UTC. */
  selection: RecordSelection;
  /** Reads what is paid. */
  account: HttpTransportOptions;
  /** Undefined: the standard output. */
  output: string | undefined;
  compression: Compression | undefined;
  json: boolean;
}

interface FocusSums {
  rows: number;
  calls: bigint;
  /** Calls whose cost is unknown. */
  unknown: bigint;
  /** Nano-USD. */
  billed: bigint;
}

const DAY_MS = 86_400_000;
const NAMES = Object.keys(FOCUS_COLUMNS) as FocusColumnName[];

/**
 * Writes what the ledger's `paid` is made of as FOCUS 1.2, one row per day and combination of dimensions, and compares the sum of
 * `BilledCost` with the ledger. The exit code is 1 if they differ.
 * @throws UserError if the range is not of whole days, or the ledger or the file fails.
 */
export async function exportFocus({ selection, account, output, compression, json }: FocusJob, io: Io): Promise<void> {
  const days = daysOf(selection.range);
  const reader = httpTransport(account);
  const target = output === undefined ? undefined : partialName(output);
  const write = async (text: string, flag: 'a' | 'w' = 'a') => {
    const bytes = compressed(text, compression);
    await (target === undefined ? void io.stdout.write(bytes) : writeFile(target, bytes, { flag }));
  };
  await write(`${NAMES.join(',')}\r\n`, 'w');
  const sums: FocusSums = { rows: 0, calls: 0n, unknown: 0n, billed: 0n };
  for (const day of days) {
    const query = usageByDimensionsQuery({ ...selection, range: day });
    const found = await runQuery(reader, query).catch(throwLedgerError);
    const rows = found.map((row) => focusRow(row, day));
    rows.forEach((row) => add(sums, row));
    if (rows.length > 0) {
      await write(rows.map(lineOf).join(''));
    }
  }
  if (target !== undefined && output !== undefined) {
    await rename(target, output);
  }
  const totals = await clickHouseLedger({ ledger: reader, attempts: reader }).totals(selection).catch(throwLedgerError);
  const { paid } = totals.cost;
  const isEqual =
    paid !== null &&
    BigInt(paid.nanoUsd) === sums.billed &&
    BigInt(paid.unknown) === sums.unknown &&
    BigInt(totals.requests) === sums.calls;
  const report = json
    ? JSON.stringify({ ...(output !== undefined && { path: output }), ...sumsObject(sums), equal: isEqual })
    : `${output ?? 'written'}: ${sumsText(sums)}; ${isEqual ? 'the ledger has the same' : 'the ledger has another sum now: export again'}`;
  if (output === undefined) {
    io.stderr.write(`${report}\n`);
  } else {
    print(io, report);
  }
  io.exitCode = isEqual ? EXIT_CODES.done : EXIT_CODES.checkFailed;
}

/** The days of a range, which begins and ends at midnight in UTC. @throws UserError if it does not. */
function daysOf({ fromMs, toMs }: TimeRange): TimeRange[] {
  if (fromMs % DAY_MS !== 0 || toMs % DAY_MS !== 0) {
    throw new UserError(
      'FOCUS has a row per day in UTC: write --month, or --from and --to as days, such as 2026-10-01',
    );
  }
  return Array.from({ length: (toMs - fromMs) / DAY_MS }, (_, index) => ({
    fromMs: fromMs + index * DAY_MS,
    toMs: fromMs + (index + 1) * DAY_MS,
  }));
}

/** The sums are those of the written cells, so that they say what the file has. */
function add(sums: FocusSums, row: FocusRow): void {
  sums.rows += 1;
  sums.calls += BigInt(row.x_CallCount ?? 0);
  sums.unknown += BigInt(row.x_UnknownCostCallCount ?? 0);
  sums.billed += nanoOf(row.BilledCost ?? '0');
}

/** Nano-USD of a decimal of USD with at most nine decimals. */
function nanoOf(usd: string): bigint {
  const [whole = '', fraction = ''] = usd.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

/** A missing value is an empty cell; texts are in quotes and no spreadsheet computes them. */
function lineOf(row: FocusRow): string {
  const cells = NAMES.map((name) => {
    const value = row[name];
    const { type } = FOCUS_COLUMNS[name];
    return value === null || type === 'decimal' || type === 'time' ? (value ?? '') : csvText(value);
  });
  return `${cells.join(',')}\r\n`;
}

function sumsText({ rows, calls, unknown, billed }: FocusSums): string {
  const cost = `$${nanoToUsd(billed)} billed`;
  return `${rows} rows, ${calls} calls, ${unknown === 0n ? cost : `≥ ${cost}, cost of ${unknown} calls unknown`}`;
}

function sumsObject({ rows, calls, unknown, billed }: FocusSums): object {
  return { rows, calls: Number(calls), unknown_cost_calls: Number(unknown), billed_usd: nanoToUsd(billed) };
}
