import type { AttemptEnd, CallStart, ReportedUsage } from '../types.ts';

/** What the attributes of a span tell of one LLM call. What they do not tell is absent. */
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
  /** The caller left before the answer was whole. */
  givenUp?: true;
}

/**
 * What a span is about: one call; `enclosing`, something that makes calls (an agent, a tool, a workflow), whose usage is a
 * sum of theirs; or `nothing` of interest here.
 */
export type Meaning = InferenceFacts | 'enclosing' | 'nothing';

/** Usage from which no cost can be told: its tokens stand, and the price is given nothing to go by. */
export function withoutCost(facts: InferenceFacts): InferenceFacts {
  return facts.usage === undefined ? facts : { ...facts, usage: { ...facts.usage, raw: {} } };
}

/** OpenAI caches no prompt that is shorter, tokens (its guide to prompt caching). */
const SHORTEST_CACHED = 1024;
const CACHE_AS_OPENAI: ReadonlySet<unknown> = new Set(['openai', 'azure.ai.openai']);

/**
 * For spans that never tell how much of the input was cached: what was may cost a tenth, so there is a cost only where
 * nothing can have been.
 */
export function cachedUntold(facts: InferenceFacts): InferenceFacts {
  const { operation, usage, provider } = facts;
  if (usage === undefined || operation === 'embeddings' || usage.cacheReadTokens !== undefined) return facts;
  const tooShort =
    CACHE_AS_OPENAI.has(provider) && usage.inputTokens !== undefined && usage.inputTokens < SHORTEST_CACHED;
  return tooShort ? facts : withoutCost(facts);
}

/** Their own input count leaves out what was cached, and many libraries pass it on as it is, some with nothing else. */
const CACHED_OUTSIDE_INPUT: ReadonlySet<unknown> = new Set(['anthropic', 'aws.bedrock']);

/** For spans that may mean a provider's own count by the input: there is a cost only where that holds what was cached. */
export function inputAsProviderCounts(facts: InferenceFacts): InferenceFacts {
  return CACHED_OUTSIDE_INPUT.has(facts.provider) && facts.operation !== 'embeddings' ? withoutCost(facts) : facts;
}

export function withoutUsage({ usage: _, ...facts }: InferenceFacts): InferenceFacts {
  return facts;
}

/** For libraries that start their sums at 0: a call without a single token reported none. */
export function isEmpty({ inputTokens = 0, outputTokens = 0 }: ReportedUsage): boolean {
  return inputTokens === 0 && outputTokens === 0;
}
