import type { ReportedUsage } from '../types.ts';
import { defined } from '../util/defined.ts';
import { count, fields, text, type Fields } from '../util/fields.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import type { InferenceFacts } from './facts.ts';
import { hasBasis, restated, totalOf, withoutBasis } from './span-usage.ts';

/** Keeps the token counts but makes the cost unknown. */
export function withoutCost(facts: InferenceFacts): InferenceFacts {
  return facts.usage === undefined ? facts : { ...facts, usage: withoutBasis(facts.usage) };
}

export function withoutUsage({ usage: _, ...facts }: InferenceFacts): InferenceFacts {
  return facts;
}

/** Whether all counts are 0. Libraries that start their sums at 0 mean by this that no usage was reported. */
export function isEmpty({ inputTokens = 0, outputTokens = 0 }: ReportedUsage): boolean {
  return inputTokens === 0 && outputTokens === 0;
}

/** Whether the span reports cached tokens, which older versions of many libraries do not. */
export function hasCacheCounts({ cacheReadTokens, cacheWriteTokens }: ReportedUsage): boolean {
  return cacheReadTokens !== undefined || cacheWriteTokens !== undefined;
}

/** The shortest prompt that OpenAI caches, in tokens (OpenAI's guide to prompt caching). */
const MIN_CACHED_TOKENS = 1024;
const PROVIDERS_CACHING_LIKE_OPENAI: ReadonlySet<unknown> = new Set(['openai', 'azure.ai.openai']);

/**
 * For spans that never report how much of the input was cached. Cached input may cost a tenth, so the cost is unknown
 * unless the prompt is too short to be cached.
 */
export function withoutCostIfCacheUnknown(facts: InferenceFacts): InferenceFacts {
  const { operation, usage, provider } = facts;
  if (usage === undefined || operation === 'embeddings' || usage.cacheReadTokens !== undefined) return facts;
  const tooShort =
    PROVIDERS_CACHING_LIKE_OPENAI.has(provider) &&
    usage.inputTokens !== undefined &&
    usage.inputTokens < MIN_CACHED_TOKENS;
  return tooShort ? facts : withoutCost(facts);
}

const PROVIDERS_OF_CLAUDE: ReadonlySet<unknown> = new Set(['gcp.vertex_ai', 'vercel']);

/**
 * Whether the provider's own input count excludes cached tokens. Many libraries pass that count on unchanged, some
 * without the cached tokens.
 */
function countsCacheOutsideInput({ provider, requestModel = '', operation }: InferenceFacts): boolean {
  if (operation === 'embeddings') return false;
  if (provider === 'anthropic' || provider === 'aws.bedrock') return true;
  return PROVIDERS_OF_CLAUDE.has(provider) && requestModel.includes('claude');
}

/**
 * For spans whose input count may be the provider's own: the cost is unknown if that count excludes cached tokens. It is
 * known if there were no cached tokens, or if the total shows that they are beside the input.
 */
export function withoutCostIfCacheOutsideInput(facts: InferenceFacts): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined || !countsCacheOutsideInput(facts)) return facts;
  const isUncached = usage.cacheReadTokens === 0 && usage.cacheWriteTokens === 0;
  // A total that equals input and output shows nothing: most libraries compute it from these two.
  const total = totalOf(usage);
  const isInTotal = total !== undefined && total > (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  return isUncached || isInTotal ? withWriteLifetime(facts) : withoutCost(facts);
}

/**
 * For spans with Anthropic's own counts: cached tokens are beside the input. The cost is unknown if the span has none of
 * them, because older versions of the libraries do not report them.
 */
export function withAnthropicCounts(facts: InferenceFacts): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined) return facts;
  if (!hasCacheCounts(usage)) return withoutCost(facts);
  const raw = defined({
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_creation: writesOfUnknownLifetime(usage.cacheWriteTokens),
  });
  return { ...facts, usage: restated(usage, raw) };
}

/**
 * For spans with Bedrock's own counts: cached tokens are beside the input. `more` has fields of its usage object that the
 * span has no attribute for.
 */
export function withBedrockCounts(facts: InferenceFacts, more: Fields = {}): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined) return facts;
  const written = usage.cacheWriteTokens ?? count(more.cacheWriteInputTokens);
  const raw = defined({
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cacheReadInputTokens: usage.cacheReadTokens,
    cacheWriteInputTokens: written,
    cacheDetails: written ? [{ inputTokens: written, ttl: UNKNOWN_LIFETIME }] : undefined,
    ...more,
  });
  return { ...facts, usage: restated(usage, raw) };
}

/** For spans with Gemini's own counts: thoughts are beside the output. */
export function withGeminiCounts(facts: InferenceFacts): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined) return facts;
  const raw = defined({
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount: usage.outputTokens,
    thoughtsTokenCount: usage.reasoningTokens,
    cachedContentTokenCount: usage.cacheReadTokens,
    totalTokenCount: totalOf(usage),
  });
  return { ...facts, usage: restated(usage, raw) };
}

/** A lifetime without a price: a write for an hour costs more than one for five minutes. */
const UNKNOWN_LIFETIME = 'unknown';

/** Anthropic's `cache_creation` for writes whose lifetime was not reported; undefined if nothing was written. */
export function writesOfUnknownLifetime(written: number | undefined): Record<string, number> | undefined {
  return written ? { [`ephemeral_${UNKNOWN_LIFETIME}_input_tokens`]: written } : undefined;
}

/** For counts of a provider whose cache writes cost more the longer they are kept: no attribute has their lifetime. */
export function withWriteLifetime(facts: InferenceFacts): InferenceFacts {
  const { usage } = facts;
  const cache_creation = writesOfUnknownLifetime(usage?.cacheWriteTokens);
  if (usage === undefined || cache_creation === undefined) return facts;
  if (!hasBasis(usage) || !countsCacheOutsideInput(facts)) return facts;
  return { ...facts, usage: { ...usage, raw: { ...(usage.raw as object), cache_creation } } };
}

/**
 * Makes the cost of a Google model unknown if the total exceeds the reported counts: the rest may be thoughts, or results
 * of tools that were fed back, which cost less.
 */
export function withoutCostIfTotalUnexplained(facts: InferenceFacts): InferenceFacts {
  const { usage, provider } = facts;
  const total = usage === undefined ? undefined : totalOf(usage);
  if (usage === undefined || total === undefined || provider?.startsWith('gcp.') !== true) return facts;
  const rest = total - (usage.inputTokens ?? 0) - (usage.outputTokens ?? 0);
  return rest > 0 && !usage.reasoningTokens && !usage.cacheReadTokens ? withoutCost(facts) : facts;
}

/** Definitions of tools that the provider runs and may bill, as the AI SDK and the providers' APIs name them. */
const PROVIDER_TOOL =
  /"type"\s*:\s*"(?:provider|provider-defined|extension|mcp|(?:web|file|x|collections)_search|web_fetch|code_(?:interpreter|execution)|image_generation)/;

/**
 * Makes the cost unknown if the request offered tools that the provider runs, because spans do not report how often they
 * ran.
 */
export function withoutCostIfToolsUncounted(facts: InferenceFacts, attributes: SpanAttributes): InferenceFacts {
  return toolDefinitions(attributes).some((tool) => PROVIDER_TOOL.test(tool)) ? withoutCost(facts) : facts;
}

/** The definitions of a request's tools as texts, of all dialects. */
function toolDefinitions(attributes: SpanAttributes): string[] {
  const listed: unknown[] = [attributes['gen_ai.tool.definitions'], attributes['ai.prompt.tools']].flat();
  for (let i = 0; `llm.tools.${String(i)}.tool.json_schema` in attributes; i++) {
    listed.push(attributes[`llm.tools.${String(i)}.tool.json_schema`]);
  }
  // A structured value of an OpenTelemetry SDK 3 has the type itself.
  return listed.map((tool) => (typeof tool === 'string' ? tool : `"type":"${text(fields(tool).type) ?? ''}"`));
}
