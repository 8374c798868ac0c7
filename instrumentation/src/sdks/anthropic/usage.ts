import type { ReportedUsage } from '../../types.ts';
import { count, fields, text } from '../../util/fields.ts';
import { reportedUsage } from '../reported-usage.ts';

/**
 * Usage of a message, with the meanings of `gen_ai.usage.*`: the provider counts tokens read from the cache or written to it
 * beside `input_tokens`, the conventions count them within the input.
 */
export function usageOfMessage(reported: unknown): ReportedUsage | undefined {
  const usage = fields(reported);
  const uncached = count(usage.input_tokens);
  const cacheReadTokens = count(usage.cache_read_input_tokens);
  const cacheWriteTokens = count(usage.cache_creation_input_tokens) ?? writtenByTtl(usage.cache_creation);
  const tokens = reportedUsage(usage, {
    inputTokens: uncached === undefined ? undefined : uncached + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: count(usage.output_tokens),
    cacheReadTokens,
    cacheWriteTokens,
    reasoningTokens: count(fields(usage.output_tokens_details).thinking_tokens),
  });
  const units = countedApart(usage.iterations);
  return tokens && units ? { ...tokens, units } : tokens;
}

/** Iterations whose tokens are in none of the totals or belong to another model than the response's. */
const COUNTED_APART: ReadonlySet<unknown> = new Set(['compaction', 'advisor_message', 'fallback_message']);

/** Counts them as meters without a price, so that the cost is unknown instead of too low. Undefined if there are none. */
function countedApart(iterations: unknown): Record<string, number> | undefined {
  const units: Record<string, number> = {};
  for (const iteration of Array.isArray(iterations) ? iterations : []) {
    const type = text(fields(iteration).type);
    if (type !== undefined && COUNTED_APART.has(type)) units[type] = (units[type] ?? 0) + 1;
  }
  return Object.keys(units).length === 0 ? undefined : units;
}

function writtenByTtl(creation: unknown): number | undefined {
  const counts = Object.values(fields(creation)).map(count);
  const known = counts.filter((tokens) => tokens !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, tokens) => sum + tokens, 0);
}
