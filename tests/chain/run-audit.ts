import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { UsageRecord } from '@tokentrail/records';
import { compileCache } from '../../scripts/compile-cache.ts';
import { insertIntoLanding } from '../../packages/usage-store/src/conformance/clickhouse-landing.ts';
import type { RecordVersion } from '../../packages/usage-store/src/conformance/record-version.ts';
import type { Chain } from './chain.ts';
import type { LedgerEntry } from './reconcile.ts';

const CLI = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** Runs `tokentrail audit` like a user. */
export function audit(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [CLI, 'audit', ...args],
      { env: { ...compileCache(), ...env } },
      (_error, out, problems) => resolve({ code: child.exitCode ?? -1, text: out + problems }),
    );
  });
}

/** Inserts a later version of a row in which `over` replaces fields. */
export async function tamper(
  chain: Chain,
  { record, attempts }: LedgerEntry,
  over: Partial<UsageRecord>,
): Promise<void> {
  const row = { ...record, ...over };
  const version: RecordVersion = {
    key: { startUnixNano: record.startUnixNano, traceId: record.traceId, spanId: record.spanId },
    durationNs: 1_000_000n,
    attributes: {
      recordType: row.recordType,
      state: 'success',
      // Only its own sender can replace a record.
      serviceName: row.serviceName,
      serviceInstanceId: row.sender,
      versionUnixMs: Date.now(),
      responseModel: String(row.responseModel),
      costList: BigInt(row.cost.list.nanoUsd ?? 0),
      costListState: 'priced',
      costPaid: BigInt(row.cost.paid.nanoUsd ?? 0),
      costPaidState: 'priced',
      costCharged: BigInt(row.cost.charged.nanoUsd ?? 0),
      costChargedState: 'priced',
      costLines: row.costLines.map((line) => JSON.stringify(line)),
      costFormula: String(row.costFormula),
      priceSource: String(row.priceSource),
      priceVersion: String(row.priceVersion),
      priceEntry: String(row.priceEntry),
      priceTier: String(row.priceTier),
      attempts: attempts.map((attempt) => JSON.stringify(attempt)),
      attemptsCount: attempts.length,
    },
  };
  await insertIntoLanding(chain.ledgerWriter(), [version]);
}
