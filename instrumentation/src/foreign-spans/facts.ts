import type { AttemptEnd, CallStart, ReportedUsage } from '../types.ts';

/** The facts about one LLM call in a span's attributes. A fact that the span does not report is absent. */
export interface InferenceFacts
  extends
    Pick<
      CallStart,
      | 'operation'
      | 'provider'
      | 'requestModel'
      | 'apiFormat'
      | 'stream'
      | 'method'
      | 'path'
      | 'serverAddress'
      | 'serverPort'
      | 'params'
      | 'conversationId'
      | 'requestedServiceTier'
    >,
    Pick<
      AttemptEnd,
      'usage' | 'responseModel' | 'responseId' | 'finishReasons' | 'servedServiceTier' | 'requestId' | 'statusCode'
    > {
  /** Seconds from the start of the span. */
  timeToFirstChunk?: number;
  /** The caller stopped before the end of the response. */
  cancelled?: true;
}

/**
 * What a span describes: the facts of one call; `enclosing` for an agent, a tool or a workflow, whose usage is the sum
 * of its calls; `nothing` for any other span.
 */
export type Meaning = InferenceFacts | 'enclosing' | 'nothing';

/** Keeps the token counts but makes the cost unknown: pricing reads `raw`, which is empty. */
export function withoutCost(facts: InferenceFacts): InferenceFacts {
  return facts.usage === undefined ? facts : { ...facts, usage: { ...facts.usage, raw: {} } };
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

/**
 * Providers whose own input count excludes cached tokens. Many libraries pass that count on unchanged, some without the
 * cached tokens.
 */
const PROVIDERS_COUNTING_CACHE_OUTSIDE_INPUT: ReadonlySet<unknown> = new Set(['anthropic', 'aws.bedrock']);

/** For spans whose input count may be the provider's own: the cost is unknown if that count excludes cached tokens. */
export function withoutCostIfCacheOutsideInput(facts: InferenceFacts): InferenceFacts {
  return PROVIDERS_COUNTING_CACHE_OUTSIDE_INPUT.has(facts.provider) && facts.operation !== 'embeddings'
    ? withoutCost(facts)
    : facts;
}

export function withoutUsage({ usage: _, ...facts }: InferenceFacts): InferenceFacts {
  return facts;
}

/** Whether all counts are 0. Libraries that start their sums at 0 mean by this that no usage was reported. */
export function isEmpty({ inputTokens = 0, outputTokens = 0 }: ReportedUsage): boolean {
  return inputTokens === 0 && outputTokens === 0;
}
