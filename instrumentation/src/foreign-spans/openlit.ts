import type { InstrumentationScope, SpanAttributes } from '../util/otel-span.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import { readGenAi } from './gen-ai.ts';
import {
  hasCacheCounts,
  isEmpty,
  withAnthropicCounts,
  withBedrockCounts,
  withGeminiCounts,
  withoutCost,
  withoutCostIfCacheOutsideInput,
  withoutCostIfToolsUncounted,
  withoutUsage,
} from './reliable-usage.ts';

/**
 * Reads spans of OpenLIT: `gen_ai.*`, with made-up values if the app or the provider supplied none. The server address
 * is always the provider's default one; temperature and top-p are 1 if the request sets none; if a stream reports no
 * usage, OpenLIT counts the tokens itself without marking them as its own count.
 */
export function readOpenLit(attributes: SpanAttributes, scope: InstrumentationScope): Meaning {
  const { 'server.address': _, 'server.port': __, ...own } = attributes;
  const facts = readGenAi(own);
  if (typeof facts === 'string') return facts;
  const described = { ...facts, params: withoutDefaults(facts.params ?? {}) };
  return withoutCostIfToolsUncounted(withReliableUsage(described, scope.name), attributes);
}

const SCOPE = '@openlit/instrumentation-';

/** Instrumentations that count tokens themselves if they find none, or that leave out a part of the output. */
const UNRELIABLE: ReadonlySet<string> = new Set(
  ['langchain', 'huggingface', 'replicate', 'transformers', 'vertexai'].map((library) => SCOPE + library),
);

/** Removes usage that OpenLIT made up, and the basis for a cost if the usage may be made up. */
function withReliableUsage(facts: InferenceFacts, scope: string): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined || isEmpty(usage)) return withoutUsage(facts);
  if (facts.stream === true || UNRELIABLE.has(scope)) return withoutCost(facts);
  switch (scope) {
    case `${SCOPE}anthropic`:
      return withAnthropicCounts(facts);
    case `${SCOPE}bedrock`:
      return hasCacheCounts(usage) ? withBedrockCounts(facts) : withoutCost(facts);
    case `${SCOPE}google-ai`:
      return withGeminiCounts(facts);
    default:
      return withoutCostIfCacheOutsideInput(facts);
  }
}

function withoutDefaults({ temperature, topP, ...params }: NonNullable<InferenceFacts['params']>) {
  return {
    ...params,
    ...(temperature === undefined || temperature === 1 ? {} : { temperature }),
    ...(topP === undefined || topP === 1 ? {} : { topP }),
  };
}
