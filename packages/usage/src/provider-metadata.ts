import { GeminiSearches } from './gemini-searches.ts';
import type { Units } from './openai-tools.ts';
import { fieldsOf, listOf, textOf, type Fields } from './read.ts';
import { gatewayCost } from './reported-cost.ts';
import { servedTierIn } from './served-tier.ts';

/** What the AI SDK's `providerMetadata`, with one part per provider, says about the usage of a call. */
export interface ProviderMetadata {
  /** The provider's own usage object. */
  raw?: Fields | undefined;
  /** Fields of the provider's usage object that the SDK's own counts lack. */
  more?: Fields | undefined;
  units?: Units | undefined;
  /** USD, as a decimal text. */
  reportedCostUsd?: string | undefined;
  servedServiceTier?: string | undefined;
}

/** The part of each provider, under the name that the AI SDK's package of that provider gives it. */
const READERS: Readonly<Record<string, (part: Fields) => ProviderMetadata>> = {
  anthropic: ofAnthropic,
  google: ofGoogle,
  vertex: ofGoogle,
  bedrock: ofBedrock,
  amazonBedrock: ofBedrock,
  openrouter: ofOpenRouter,
  perplexity: ofPerplexity,
  xai: ofXai,
};

/** Reads `providerMetadata`. What the providers do not report is absent. */
export function readProviderMetadata(metadata: unknown): ProviderMetadata {
  const parts = fieldsOf(metadata) ?? {};
  let read: ProviderMetadata = present({ reportedCostUsd: gatewayCost(parts) });
  for (const name in parts) {
    const part = fieldsOf(parts[name]) ?? {};
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    read = { ...present({ servedServiceTier: servedTierIn(part) }), ...reader?.(part), ...read };
  }
  return read;
}

function present(metadata: ProviderMetadata): ProviderMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}

/** Versions before 5.0.30 of the AI SDK have only the cache writes. */
function ofAnthropic(part: Fields): ProviderMetadata {
  const usage = fieldsOf(part['usage']);
  if (usage !== undefined && 'output_tokens' in usage) return { raw: usage };
  const written = part['cacheCreationInputTokens'];
  return isCount(written) ? { more: { cache_creation_input_tokens: written } } : {};
}

/** After a continuation the metadata of each request is in a list. */
function ofGoogle(part: Fields): ProviderMetadata {
  const searches = new GeminiSearches();
  for (const grounding of [part['groundingMetadata'], ...listOf(part['groundingMetadataPerRequest'])]) {
    searches.read(grounding);
  }
  const usage = fieldsOf(part['usageMetadata']);
  return present({
    raw: usage !== undefined && 'promptTokenCount' in usage ? usage : undefined,
    units: searches.units,
  });
}

/** Bedrock's counts that the SDK has no name for: cache writes, also by their lifetime. */
function ofBedrock(part: Fields): ProviderMetadata {
  return { more: fieldsOf(part['usage']) ?? {} };
}

/**
 * OpenRouter's cost. With the app's own key for the upstream provider it is only the fee, and a cost of the upstream is
 * reported as well: then the cost is left out.
 */
function ofOpenRouter(part: Fields): ProviderMetadata {
  const usage = fieldsOf(part['usage']);
  const cost = usage?.['cost'];
  const upstream = fieldsOf(usage?.['costDetails'])?.['upstreamInferenceCost'];
  return typeof cost !== 'number' || (typeof upstream === 'number' && upstream !== 0) ? {} : { more: { cost } };
}

function ofPerplexity(part: Fields): ProviderMetadata {
  const { citationTokens, numSearchQueries } = fieldsOf(part['usage']) ?? {};
  const cost = fieldsOf(part['cost']);
  const total = (textOf(cost, 'currency') ?? 'USD') === 'USD' ? cost?.['totalCost'] : undefined;
  return {
    more: {
      ...(isCount(citationTokens) ? { citation_tokens: citationTokens } : {}),
      ...(isCount(numSearchQueries) ? { num_search_queries: numSearchQueries } : {}),
      ...(typeof total === 'number' ? { cost: { total_cost: total } } : {}),
    },
  };
}

function ofXai(part: Fields): ProviderMetadata {
  const ticks = part['costInUsdTicks'];
  return isCount(ticks) ? { more: { cost_in_usd_ticks: ticks } } : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
