import { gatewayCost, GeminiSearches } from '@tokentrail/usage';
import type { ReportedUsage } from '../types.ts';
import { defined } from '../util/defined.ts';
import { count, fields, listOf, number, text, type Fields } from '../util/fields.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { objectIn } from './json-attribute.ts';

/** What the AI SDK's `ai.response.providerMetadata` says about the usage of a call. */
export interface ProviderMetadata {
  /** The provider's own usage object. */
  raw?: Fields;
  /** Fields of the provider's usage object that no attribute of the span has. */
  more?: Fields;
  units?: Readonly<Record<string, number>>;
  /** USD, as a decimal. */
  reportedCostUsd?: string;
  servedServiceTier?: string;
  /** The text was cut or is too long: it may have contained any of these. */
  unreadable?: true;
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

/** Reads the metadata of a span of the AI SDK; an empty object if it has none. */
export function providerMetadata(attributes: SpanAttributes): ProviderMetadata {
  const metadata = objectIn(attributes['ai.response.providerMetadata']);
  if (metadata === null) return { unreadable: true };
  let read: ProviderMetadata = defined({ reportedCostUsd: gatewayCost(metadata) });
  for (const name in metadata) {
    const part = fields(metadata[name]);
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    read = { ...defined({ servedServiceTier: text(part.serviceTier) }), ...reader?.(part), ...read };
  }
  return read;
}

/** Versions before 5.0.30 of the AI SDK have only the cache writes. */
function ofAnthropic({ usage, cacheCreationInputTokens: written }: Fields): ProviderMetadata {
  if ('output_tokens' in fields(usage)) return { raw: fields(usage) };
  return count(written) === undefined ? {} : { more: { cache_creation_input_tokens: written } };
}

function ofGoogle(part: Fields): ProviderMetadata {
  const searches = new GeminiSearches();
  for (const grounding of [part.groundingMetadata, ...listOf(part.groundingMetadataPerRequest)]) {
    searches.read(grounding);
  }
  const usage = fields(part.usageMetadata);
  return defined({ raw: 'promptTokenCount' in usage ? usage : undefined, units: searches.units });
}

/** Bedrock's counts that the SDK has no name for: cache writes, also by their lifetime. */
function ofBedrock({ usage }: Fields): ProviderMetadata {
  return { more: fields(usage) };
}

/**
 * OpenRouter's cost. With the app's own key for the upstream provider it is only the fee, and a cost of the upstream is
 * reported as well: then the cost is left out.
 */
function ofOpenRouter({ usage }: Fields): ProviderMetadata {
  const { cost, costDetails } = fields(usage);
  return number(cost) === undefined || number(fields(costDetails).upstreamInferenceCost) ? {} : { more: { cost } };
}

function ofPerplexity({ usage, cost }: Fields): ProviderMetadata {
  const { citationTokens, numSearchQueries } = fields(usage);
  const { totalCost, currency } = fields(cost);
  const isUsd = text(currency) === undefined || currency === 'USD';
  return {
    more: defined({
      citation_tokens: count(citationTokens),
      num_search_queries: count(numSearchQueries),
      cost: isUsd && number(totalCost) !== undefined ? { total_cost: totalCost } : undefined,
    }),
  };
}

function ofXai({ costInUsdTicks: ticks }: Fields): ProviderMetadata {
  return count(ticks) === undefined ? {} : { more: { cost_in_usd_ticks: ticks } };
}

/** The raw usage object of speech and transcriptions, which the AI SDK passes on as JSON. */
export function rawUsage(attributes: SpanAttributes): ReportedUsage | undefined {
  const raw = objectIn(attributes['ai.response.usage']) ?? {};
  return Object.keys(raw).length === 0 ? undefined : { raw };
}
