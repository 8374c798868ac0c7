import type { CallToPrice, PricedCall, TryToPrice } from '@tokentrail/pricing';
import { tokensOf, type AttemptRecord } from './attempt-record.ts';
import type { CallRecord } from './call-record.ts';
import type { ReportedUsage } from './record-types.ts';
import { safely } from './safely.ts';

export type PriceOf = (call: CallToPrice) => PricedCall;

/** What a call costs, frozen at its end; undefined where a record is no call. A price that fails is an unknown one. */
export function costOfRecord(record: CallRecord, priceOf: PriceOf): PricedCall | undefined {
  if (record.type !== 'usage') {
    return undefined;
  }
  return safely('pricing a call', () => priceOf(callToPrice(record))) ?? UNKNOWN_PRICE;
}

function callToPrice(record: CallRecord): CallToPrice {
  const { requestModel, user, group } = record.facts;
  const tries = record.orderedAttempts().map((attempt) => tryToPrice(record, attempt));
  return { tries, requestedModel: requestModel, user, group };
}

function tryToPrice(record: CallRecord, attempt: AttemptRecord): TryToPrice {
  const { facts } = record;
  const end = attempt.ending;
  // A gateway may tell its client's usage alone: it is that of the try that answered.
  const usage = end?.usage ?? (attempt === record.answering ? record.usage : undefined);
  return {
    state: attempt.state,
    billed: attempt.billed,
    statusCode: attempt.statusCode,
    host: attempt.host,
    provider: attempt.info.provider ?? facts.provider,
    model: attempt.info.model ?? facts.requestModel,
    responseModel: end?.responseModel,
    apiFormat: facts.apiFormat,
    usage: usage === undefined ? undefined : (usage.raw ?? wireUsage(usage)),
    units: usage?.units,
    conditions: usage?.conditions,
    requestedTier: facts.requestedServiceTier,
    servedTier: end?.servedServiceTier,
    startUnixMs: record.startTime + attempt.offsetMs,
    keyName: attempt.info.key?.name,
    reportedCostUsd: end?.reportedCostUsd,
  };
}

/** Token counts in the one wire shape whose meaning is theirs: cached, reasoning and audio inside their totals. */
function wireUsage(usage: ReportedUsage): unknown {
  const tokens = tokensOf(usage);
  const { inputTokens, outputTokens } = tokens;
  if (inputTokens === undefined && outputTokens === undefined) {
    return undefined;
  }
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens === undefined ? undefined : inputTokens + (outputTokens ?? 0),
    input_tokens_details: {
      cached_tokens: tokens.cacheReadTokens,
      cache_write_tokens: tokens.cacheWriteTokens,
      audio_tokens: tokens.audioInputTokens,
    },
    output_tokens_details: { reasoning_tokens: tokens.reasoningTokens, audio_tokens: tokens.audioOutputTokens },
  };
}

const UNKNOWN = { nanoUsd: null, state: 'unknown_price' } as const;

export const UNKNOWN_PRICE: PricedCall = {
  list: UNKNOWN,
  paid: UNKNOWN,
  charged: UNKNOWN,
  tries: [],
  lines: [],
  formula: null,
  source: null,
  version: null,
  entry: null,
  tier: null,
  reason: 'the price could not be computed',
};
