import type { CallStart, ReportedUsage } from '../../types.ts';
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
 * The provider's object with its input side. Anthropic's last event may report null for counts of the first event, and the
 * SDK's raw object keeps only the last values; the SDK's own counts have those of the first event.
 */
function restoredRaw({ raw, inputTokens, inputTokenDetails }: Fields): unknown {
  const input = fields(inputTokens);
  const details = fields(inputTokenDetails);
  const lost = Object.entries({
    input_tokens: count(input.noCache) ?? count(details.noCacheTokens),
    cache_read_input_tokens: count(input.cacheRead) ?? count(details.cacheReadTokens),
    cache_creation_input_tokens: count(input.cacheWrite) ?? count(details.cacheWriteTokens),
  }).filter(([name, tokens]) => fields(raw)[name] === null && tokens !== undefined);
  return lost.length === 0 ? raw : { ...fields(raw), ...Object.fromEntries(lost) };
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
  const { usage, usageMetadata } = fields(bodies.length === 1 ? bodies[0] : undefined);
  const raw = usage ?? usageMetadata;
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

/** Sellers whose streams report counts or costs that the SDK's chat models remove. */
const SELLERS_WITH_MORE_COUNTS: ReadonlySet<string | undefined> = new Set([
  'perplexity',
  'moonshot_ai',
  'openrouter',
  'vercel',
]);
const AUDIO_MODEL = /audio|voxtral/i;

/**
 * Adds a meter without a price to the usage of a stream that the SDK has reduced to the fields it knows. Removed are
 * Perplexity's citations and searches, Moonshot's cached tokens, what a router charged, and tokens or seconds of audio. Their
 * price is another one than that of the text that remains.
 */
export function withRemovedCounts(
  usage: ReportedUsage,
  { apiFormat, requestModel = '' }: Pick<CallStart, 'apiFormat' | 'requestModel'>,
  provider: string | undefined,
): ReportedUsage {
  const isReduced =
    apiFormat === 'openai.chat' && (SELLERS_WITH_MORE_COUNTS.has(provider) || AUDIO_MODEL.test(requestModel));
  return isReduced ? { ...usage, units: { ...usage.units, removed_count: 1 } } : usage;
}
