import type { CallToPrice, PricedAmount, PricedCall, AttemptToPrice } from '@tokentrail/pricing';
import { callTypeOf } from '@tokentrail/records';
import { tokensOf, type AttemptRecord } from './attempt-record.ts';
import type { CallRecord } from './call-record.ts';
import type { ReportedUsage } from '../types.ts';
import { guarded } from '../util/guarded.ts';

export type PriceOf = (call: CallToPrice) => PricedCall;

/** What a call costs, frozen at its end; undefined where a record is no call. A price that fails is an unknown one. */
export function costOfRecord(record: CallRecord, priceOf: PriceOf): PricedCall | undefined {
  if (record.type !== 'usage') {
    return undefined;
  }
  const cost = guarded('pricing a call', () => priceOf(callToPrice(record))) ?? UNKNOWN_PRICE;
  return fitsTheLedger(cost.list) && fitsTheLedger(cost.paid) && fitsTheLedger(cost.charged) ? cost : UNKNOWN_PRICE;
}

/** Amounts are Int64 there: a larger one would arrive as another number. */
function fitsTheLedger({ nanoUsd }: PricedAmount): boolean {
  return nanoUsd === null || (nanoUsd >= -LARGEST && nanoUsd < LARGEST);
}

const LARGEST = 2n ** 63n;

function callToPrice(record: CallRecord): CallToPrice {
  const { requestModel, user, group } = record.facts;
  const sentAttempts = record.orderedAttempts().map((attempt) => attemptToPrice(record, attempt));
  if (isOnlyAttempt(record)) sentAttempts.push(callAsAttempt(record));
  return { attempts: sentAttempts, requestedModel: requestModel, user, group };
}

/**
 * Who tells of no try makes the call itself the only one, where it used or cost something. One that succeeded did, unless it
 * says that nobody bills it: only where there were candidates is it known that none of them was asked.
 */
function isOnlyAttempt({ responding, attempts, usage, ending }: CallRecord): boolean {
  if (responding !== undefined) return false;
  const wentUntold = ending?.state === 'success' && attempts.length === 0;
  return usage !== undefined || ending?.reportedCostUsd !== undefined || wentUntold;
}

function attemptToPrice(record: CallRecord, attempt: AttemptRecord): AttemptToPrice {
  const { facts } = record;
  const end = attempt.ending;
  const responses = attempt === record.responding;
  // A gateway may tell its client's usage alone: it is that of the try that answered, unless several did. Then nobody said
  // how much of it is whose, and what the others told of themselves would be counted twice.
  const respondsAlone = responses && record.responseParts.length < 2;
  const usage = end?.usage ?? (respondsAlone ? record.usage : undefined);
  // The tier and the provider's own word, too, may have been told with the end of the call alone.
  const callEnd = responses ? record.ending : undefined;
  return {
    state: attempt.state,
    billed: attempt.billed,
    statusCode: attempt.statusCode,
    host: attempt.host,
    provider: attempt.info.provider ?? facts.provider,
    model: attempt.info.model ?? facts.requestModel,
    responseModel: end?.responseModel,
    apiFormat: facts.apiFormat,
    usage: usage === undefined ? undefined : (usage.raw ?? wireUsage(usage, facts.operation)),
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
    // Of a gateway's request this would be its own address.
    host: record.callerSeesProvider ? facts.serverAddress : undefined,
    provider: facts.provider,
    model: facts.requestModel,
    responseModel: ending?.responseModel,
    apiFormat: facts.apiFormat,
    usage: usage === undefined ? undefined : (usage.raw ?? wireUsage(usage, facts.operation)),
    units: usage?.units,
    conditions: usage?.conditions,
    requestedTier: facts.requestedServiceTier,
    servedTier: ending?.servedServiceTier,
    startUnixMs: record.startTime,
    keyName: undefined,
    reportedCostUsd: amountOf(ending?.reportedCostUsd),
  };
}

/** No provider pays for being called. */
function amountOf(usd: string | undefined): string | undefined {
  return String(usd).startsWith('-') ? undefined : usd;
}

/** Token counts in the one wire shape whose meaning is theirs: cached, reasoning and audio inside their totals. */
function wireUsage(usage: ReportedUsage, operation: string | undefined): unknown {
  const tokens = tokensOf(usage);
  const { inputTokens, outputTokens } = tokens;
  if (inputTokens === undefined && outputTokens === undefined) {
    return undefined;
  }
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens === undefined ? undefined : totalOf(inputTokens, outputTokens, operation),
    input_tokens_details: {
      cached_tokens: tokens.cacheReadTokens,
      cache_write_tokens: tokens.cacheWriteTokens,
      audio_tokens: tokens.audioInputTokens,
    },
    output_tokens_details: { reasoning_tokens: tokens.reasoningTokens, audio_tokens: tokens.audioOutputTokens },
  };
}

/** Output that a chat did not tell is not known, and not 0: the answer may have been given up half way. */
function totalOf(input: number, output: number | undefined, operation: string | undefined): number | undefined {
  const owesOutput = operation !== undefined && callTypeOf(operation) === 'chat';
  return output === undefined && owesOutput ? undefined : input + (output ?? 0);
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
