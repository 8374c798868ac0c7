import type { ReportedUsage } from '../../types.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, type Fields } from '../../util/fields.ts';

/**
 * Usage of a language model: the provider's own object, and the SDK's counts in case that object has no known form. The SDK
 * sets 0 for counts that were not reported.
 */
export function usageOfModel(reported: unknown): ReportedUsage | undefined {
  const usage = fields(reported);
  return withRaw(restoredRaw(usage), usageOfSdk(usage));
}

/**
 * The provider's object with its input tokens. Anthropic's last event may report null for a count of the first event,
 * and the SDK's raw object keeps only the last value.
 */
function restoredRaw({ raw, inputTokens, inputTokenDetails }: Fields): unknown {
  const uncached = count(fields(inputTokens).noCache) ?? count(fields(inputTokenDetails).noCacheTokens);
  const isLost = fields(raw).input_tokens === null && uncached !== undefined;
  return isLost ? { ...fields(raw), input_tokens: uncached } : raw;
}

/** The SDK's counts: nested in results of models, flat in results of the SDK. */
function usageOfSdk(usage: Fields): ReportedUsage {
  const input = fields(usage.inputTokens);
  const output = fields(usage.outputTokens);
  const inputDetails = fields(usage.inputTokenDetails);
  return defined({
    inputTokens: count(input.total) ?? count(usage.inputTokens),
    outputTokens: count(output.total) ?? count(usage.outputTokens),
    cacheReadTokens: nonZero(input.cacheRead) ?? nonZero(inputDetails.cacheReadTokens),
    cacheWriteTokens: nonZero(input.cacheWrite) ?? nonZero(inputDetails.cacheWriteTokens),
    reasoningTokens: nonZero(output.reasoning) ?? nonZero(fields(usage.outputTokenDetails).reasoningTokens),
  });
}

/** A part of 0 may not have been reported. */
function nonZero(tokens: unknown): number | undefined {
  return count(tokens) || undefined;
}

/** Usage of embeddings: the SDK's sum, and the provider's object if there was only one response. */
export function usageOfEmbeddings(reported: unknown, bodies: readonly unknown[]): ReportedUsage | undefined {
  const raw = bodies.length === 1 ? fields(bodies[0]).usage : undefined;
  return withRaw(raw, defined({ inputTokens: count(fields(reported).tokens) }));
}

/** Adds the provider's object to `usage`; undefined if nothing was reported. */
export function withRaw(raw: unknown, usage: ReportedUsage): ReportedUsage | undefined {
  if (Object.keys(usage).length === 0 && (typeof raw !== 'object' || raw === null)) {
    return undefined;
  }
  return raw === undefined || raw === null ? usage : { ...usage, raw };
}

/**
 * Adds a meter without a price, which keeps the cost unknown: the host was not seen, and the app's base URL may lead to
 * another provider than the model's package suggests.
 */
export function withUnseenHost(usage: ReportedUsage): ReportedUsage {
  return { ...usage, units: { ...usage.units, unseen_host: 1 } };
}
