import type { ReportedUsage } from '../../types.ts';
import { usageOfMessage } from '../anthropic/usage.ts';
import { count, fields, known, type Fields } from '../../util/fields.ts';
import { usageOfCompletion, usageOfResponse } from '../openai/usage.ts';

/**
 * Usage of a language model, in the meanings of `gen_ai.usage.*`. Where the provider's own object is there and of a known
 * form, it is read from that: the SDK fills in 0 for what was not reported.
 */
export function usageOfModel(reported: unknown): ReportedUsage | undefined {
  const usage = fields(reported);
  const raw = wholeRaw(usage);
  return usageOnWire(fields(raw)) ?? withRaw(raw, countedBySdk(usage));
}

/** Anthropic's last event may say null where its first one said a number; the SDK's object holds the last word alone. */
function wholeRaw({ raw, inputTokens, inputTokenDetails }: Fields): unknown {
  const uncached = count(fields(inputTokens).noCache) ?? count(fields(inputTokenDetails).noCacheTokens);
  const isLost = fields(raw).input_tokens === null && uncached !== undefined;
  return isLost ? { ...fields(raw), input_tokens: uncached } : raw;
}

function usageOnWire(raw: Fields): ReportedUsage | undefined {
  if ('prompt_tokens' in raw) return usageOfCompletion(raw);
  if ('cache_read_input_tokens' in raw || 'cache_creation_input_tokens' in raw) return usageOfMessage(raw);
  return 'input_tokens_details' in raw || 'output_tokens_details' in raw ? usageOfResponse(raw) : undefined;
}

/** By the SDK: nested as models tell it, flat as its own results do. */
function countedBySdk(usage: Fields): ReportedUsage {
  const input = fields(usage.inputTokens);
  const output = fields(usage.outputTokens);
  const inputDetails = fields(usage.inputTokenDetails);
  return known({
    inputTokens: count(input.total) ?? count(usage.inputTokens),
    outputTokens: count(output.total) ?? count(usage.outputTokens),
    cacheReadTokens: some(input.cacheRead) ?? some(inputDetails.cacheReadTokens),
    cacheWriteTokens: some(input.cacheWrite) ?? some(inputDetails.cacheWriteTokens),
    reasoningTokens: some(output.reasoning) ?? some(fields(usage.outputTokenDetails).reasoningTokens),
  });
}

/** A part of 0 may be one that was never reported. */
function some(tokens: unknown): number | undefined {
  return count(tokens) || undefined;
}

/** Of embeddings: the SDK's sum, and the provider's object where one answer alone gave it. */
export function usageOfEmbeddings(reported: unknown, bodies: readonly unknown[]): ReportedUsage | undefined {
  const raw = bodies.length === 1 ? fields(bodies[0]).usage : undefined;
  return withRaw(raw, known({ inputTokens: count(fields(reported).tokens) }));
}

/** Undefined where nothing was told. */
export function withRaw(raw: unknown, usage: ReportedUsage): ReportedUsage | undefined {
  if (Object.keys(usage).length === 0 && (typeof raw !== 'object' || raw === null)) {
    return undefined;
  }
  return raw === undefined || raw === null ? usage : { ...usage, raw };
}
