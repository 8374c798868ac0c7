import { nanoToUsd, type Attempt, type UsageRecord } from '@tokentrail/records';
import type { CallToPrice, AttemptToPrice } from './call.ts';
import { sha256 } from './book/canonical.ts';
import type { PriceEntryRecord } from './book/entry-record.ts';

/** Content of the price entry with this hash in the ledger; null if there is none. */
export type ContentOf = (entry: string) => string | null;

/** The fields of a record that pricing needs. */
export type RecordedCall = Pick<
  UsageRecord,
  'startUnixNano' | 'requestModel' | 'provider' | 'apiFormat' | 'userId' | 'group'
>;

/**
 * Turns a recorded call into the input of pricing. An attempt with a price keeps it through its price entry; an attempt
 * without recorded meters has an unknown usage.
 */
export function recordedCall(record: RecordedCall, attempts: readonly Attempt[], contentOf: ContentOf): CallToPrice {
  return {
    attempts: attempts.map((attempt) => recordedAttempt(record, attempt, contentOf)),
    requestedModel: record.requestModel ?? undefined,
    user: record.userId ?? undefined,
    group: record.group ?? undefined,
  };
}

function recordedAttempt(record: RecordedCall, attempt: Attempt, contentOf: ContentOf): AttemptToPrice {
  const { priceEntry, priceSource, paidNanoUsd } = attempt;
  const entry = priceEntry === undefined ? null : storedEntry(priceEntry, priceSource, contentOf(priceEntry));
  return {
    state: attempt.state,
    billed: attempt.billed,
    statusCode: attempt.statusCode,
    host: attempt.server,
    provider: attempt.provider ?? record.provider ?? undefined,
    model: attempt.model ?? record.requestModel ?? undefined,
    responseModel: attempt.responseModel,
    apiFormat: attempt.apiFormat ?? record.apiFormat ?? undefined,
    meters: attempt.meters ?? {},
    units: attempt.units,
    conditions: attempt.conditions,
    requestedTier: attempt.requestedTier,
    servedTier: attempt.servedTier,
    startUnixMs: Number(BigInt(record.startUnixNano) / 1000n) / 1000 + (attempt.offsetMs ?? 0),
    continues: attempt.continues,
    keyName: attempt.keyName,
    reportedCostUsd: priceSource === 'provider' && paidNanoUsd !== undefined ? nanoToUsd(paidNanoUsd) : undefined,
    priced: entry === null ? undefined : { entry, contract: attempt.contract },
  };
}

/** The stored price entry with this hash; null if there is none or its content does not match the hash. */
export function storedEntry(
  hash: string,
  priceSource: string | null | undefined,
  content: string | null,
): PriceEntryRecord | null {
  if (content === null || sha256(content) !== hash) {
    return null;
  }
  return { hash, id: '', source: priceSource === 'snapshot' ? 'snapshot' : 'operator', version: '', content };
}
