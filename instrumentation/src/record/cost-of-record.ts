import type { CallToPrice, PricedAmount, PricedCall, AttemptToPrice } from '@tokentrail/pricing';
import { callTypeOf } from '@tokentrail/records';
import { usageOfTokens } from '@tokentrail/usage';
import type { ReportedUsage } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import type { AttemptRecord } from './attempt-record.ts';
import type { CallRecord } from './call-record.ts';
import { tokensOf } from './token-counts.ts';

export type PriceOf = (call: CallToPrice) => PricedCall;

/** Cost of a call that has ended; undefined for a record that is no call. If pricing throws, the price is unknown. */
export function costOfRecord(record: CallRecord, priceOf: PriceOf): PricedCall | undefined {
  if (record.type !== 'usage') {
    return undefined;
  }
  const cost = guarded('pricing a call', () => priceOf(callToPrice(record))) ?? UNKNOWN_PRICE;
  return fitsTheLedger(cost.list) && fitsTheLedger(cost.paid) && fitsTheLedger(cost.charged) ? cost : UNKNOWN_PRICE;
}

/** The ledger stores amounts as Int64: a larger amount would arrive as another number. */
function fitsTheLedger({ nanoUsd }: PricedAmount): boolean {
  return nanoUsd === null || (nanoUsd >= -INT64_END && nanoUsd < INT64_END);
}

/** The first positive number beyond Int64. */
const INT64_END = 2n ** 63n;

function callToPrice(record: CallRecord): CallToPrice {
  const { requestModel, user, group } = record.facts;
  const sentAttempts = record.orderedAttempts().map((attempt) => attemptToPrice(record, attempt));
  if (isPricedAsAttempt(record)) sentAttempts.push(callAsAttempt(record));
  return { attempts: sentAttempts, requestedModel: requestModel, user, group };
}

/**
 * With no reported attempt, the call itself is priced if it has usage or a cost. A successful call without any
 * candidate is priced too: an attempt was made and not reported. With candidates it is known that none of them was
 * called.
 */
function isPricedAsAttempt({ responding, attempts, usage, ending }: CallRecord): boolean {
  if (responding !== undefined) return false;
  const hasUnreportedAttempt = ending?.state === 'success' && attempts.length === 0;
  return usage !== undefined || ending?.reportedCostUsd !== undefined || hasUnreportedAttempt;
}

function attemptToPrice(record: CallRecord, attempt: AttemptRecord): AttemptToPrice {
  const { facts } = record;
  const end = attempt.ending;
  const isResponding = attempt === record.responding;
  // A gateway may report usage for the whole call only. It belongs to the attempt that responded, unless several did:
  // then it is unknown how much each used, and the usage that the others reported would be counted twice.
  const respondsAlone = isResponding && record.responseParts.length < 2;
  const usage = attempt.usage ?? (respondsAlone ? record.usage : undefined);
  // The served tier and the provider's cost may also be reported with the end of the call only.
  const callEnd = isResponding ? record.ending : undefined;
  return {
    state: attempt.state,
    billed: attempt.billed,
    statusCode: attempt.statusCode,
    host: attempt.host,
    provider: attempt.info.provider ?? facts.provider,
    model: attempt.info.model ?? facts.requestModel,
    responseModel: end?.responseModel,
    apiFormat: attempt.info.apiFormat ?? facts.apiFormat,
    usage: usage === undefined ? undefined : (usage.raw ?? usageOfCounts(usage, facts.operation)),
    units: usage?.units,
    conditions: usage?.conditions,
    requestedTier: facts.requestedServiceTier,
    servedTier: end?.servedServiceTier ?? callEnd?.servedServiceTier,
    startUnixMs: record.startTime + attempt.offsetMs,
    continues: attempt.continues,
    keyName: attempt.info.key?.name,
    reportedCostUsd: amountOf(end?.reportedCostUsd ?? (respondsAlone ? callEnd?.reportedCostUsd : undefined)),
  };
}

function callAsAttempt(record: CallRecord): AttemptToPrice {
  const { facts, ending, usage } = record;
  return {
    state: record.state,
    billed: ending?.billed,
    statusCode: ending?.statusCode,
    // For a gateway's request this would be the gateway's own address.
    host: record.callerSeesProvider ? facts.serverAddress : undefined,
    provider: facts.provider,
    model: facts.requestModel,
    responseModel: ending?.responseModel,
    apiFormat: facts.apiFormat,
    usage: usage === undefined ? undefined : (usage.raw ?? usageOfCounts(usage, facts.operation)),
    units: usage?.units,
    conditions: usage?.conditions,
    requestedTier: facts.requestedServiceTier,
    servedTier: ending?.servedServiceTier,
    startUnixMs: record.startTime,
    keyName: undefined,
    reportedCostUsd: amountOf(ending?.reportedCostUsd),
  };
}

/** Ignores negative amounts: no provider pays for calls. */
function amountOf(usd: string | undefined): string | undefined {
  return String(usd).startsWith('-') ? undefined : usd;
}

/** The usage object that states the counts which the app reported; undefined if it reported no tokens. */
function usageOfCounts(usage: ReportedUsage, operation: string | undefined): unknown {
  const tokens = tokensOf(usage);
  const isReported = tokens.inputTokens !== undefined || tokens.outputTokens !== undefined;
  return isReported ? usageOfTokens(tokens, operation !== undefined && callTypeOf(operation) === 'chat') : undefined;
}

const UNKNOWN = { nanoUsd: null, state: 'unknown_price' } as const;

export const UNKNOWN_PRICE: PricedCall = {
  list: UNKNOWN,
  paid: UNKNOWN,
  charged: UNKNOWN,
  attempts: [],
  lines: [],
  formula: null,
  source: null,
  version: null,
  entry: null,
  tier: null,
  reason: 'the price could not be computed',
};
