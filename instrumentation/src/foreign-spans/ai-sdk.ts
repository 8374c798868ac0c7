import { apiFormatOf, providerOfModel } from '../sdks/ai/provider.ts';
import { defined } from '../util/defined.ts';
import { count, fields, number, text } from '../util/fields.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { GEN_AI, inferenceOperation, readFacts, type AttributeNames } from './gen-ai.ts';
import { providerMetadata, rawUsage, type SpanMetadata } from './provider-metadata.ts';
import {
  withAnthropicCounts,
  withBedrockCounts,
  withoutCost,
  withoutCostIfCacheOutsideInput,
  withoutCostIfCacheUnknown,
  withoutCostIfToolsUncounted,
  withWriteLifetime,
} from './reliable-usage.ts';
import { hasBasis } from './span-usage.ts';

/**
 * Attribute names of the `ai.*` spans of AI SDK 4 to 6, and of `LegacyOpenTelemetry` in version 7. The newer spans of
 * version 7 use `gen_ai.*`, and these names for what the app asks for in addition.
 */
const AI_SDK: AttributeNames = {
  ...GEN_AI,
  texts: {
    ...GEN_AI.texts,
    provider: [...GEN_AI.texts.provider, 'ai.model.provider'],
    requestModel: ['gen_ai.request.model', 'ai.model.id'],
    responseModel: ['gen_ai.response.model', 'ai.response.model'],
    responseId: ['gen_ai.response.id', 'ai.response.id'],
  },
  tokens: {
    ...GEN_AI.tokens,
    inputTokens: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens', ...GEN_AI.tokens.inputTokens],
    outputTokens: ['ai.usage.outputTokens', 'ai.usage.completionTokens', ...GEN_AI.tokens.outputTokens],
    totalTokens: ['ai.usage.totalTokens', ...GEN_AI.tokens.totalTokens],
    cacheReadTokens: [
      'ai.usage.inputTokenDetails.cacheReadTokens',
      'ai.usage.cachedInputTokens',
      ...GEN_AI.tokens.cacheReadTokens,
    ],
    cacheWriteTokens: ['ai.usage.inputTokenDetails.cacheWriteTokens', ...GEN_AI.tokens.cacheWriteTokens],
    reasoningTokens: [
      'ai.usage.outputTokenDetails.reasoningTokens',
      'ai.usage.reasoningTokens',
      ...GEN_AI.tokens.reasoningTokens,
    ],
  },
  finishReasons: ['gen_ai.response.finish_reasons', 'ai.response.finishReason'],
};

const OPERATION_BY_STEP: Readonly<Record<string, string>> = {
  doGenerate: 'chat',
  doStream: 'chat',
  doEmbed: 'embeddings',
  doRerank: 'rerank',
};

/**
 * Reads one call from a span such as `ai.generateText.doGenerate`. `ai.generateText` only sums up its steps; speech and
 * transcriptions have no steps.
 */
export function readAiSdk(attributes: SpanAttributes): Meaning {
  const id = text(attributes['ai.operationId']) ?? '';
  const [, , step] = id.split('.');
  const operation = step === undefined ? inferenceOperation(id) : OPERATION_BY_STEP[step];
  if (operation === undefined) return 'enclosing';
  const firstChunkMs = number(attributes['ai.response.msToFirstChunk'] ?? attributes['ai.stream.msToFirstChunk']);
  const model = text(attributes['gen_ai.system']) ?? text(attributes['ai.model.provider']);
  const facts = withProviderUsage(
    {
      ...readFacts(attributes, operation, AI_SDK),
      ...defined({
        provider: model === undefined ? undefined : providerOfModel(model),
        apiFormat: model === undefined ? undefined : apiFormatOf(model),
        stream: step === 'doStream' ? (true as const) : undefined,
        timeToFirstChunk: firstChunkMs === undefined ? undefined : firstChunkMs / 1000,
      }),
    },
    attributes,
    withCountsOfVersion,
  );
  return withoutCostIfInterrupted(facts);
}

/** Reads a `gen_ai.*` span of AI SDK 7. Its counts have the meaning of the columns. */
export function readAiSdk7(attributes: SpanAttributes): Meaning {
  const operation = inferenceOperation(text(attributes['gen_ai.operation.name']) ?? '');
  return operation === undefined
    ? 'enclosing'
    : withoutCostIfInterrupted(
        withProviderUsage(readFacts(attributes, operation, AI_SDK), attributes, withColumnCounts),
      );
}

type Counting = (facts: InferenceFacts, attributes: SpanAttributes, metadata: SpanMetadata) => InferenceFacts;

/** Prefers the provider's own usage object to the SDK's counts, which are read by `counting`. */
function withProviderUsage(facts: InferenceFacts, attributes: SpanAttributes, counting: Counting): InferenceFacts {
  const metadata = providerMetadata(attributes);
  const { raw, more, units, servedServiceTier, reportedCostUsd } = metadata;
  const described = { ...facts, ...defined({ servedServiceTier, reportedCostUsd }) };
  const json = rawUsage(attributes);
  if (json !== undefined) return { ...described, usage: { ...facts.usage, ...json } };
  if (metadata.unreadable === true) return withoutCost(described);
  if (raw !== undefined) {
    return { ...described, usage: { ...facts.usage, raw: withInput(raw, attributes), ...defined({ units }) } };
  }
  const counted = counting(described, attributes, metadata);
  if (reportedCostUsd !== undefined || more?.cost !== undefined) return withMore(counted, more);
  return withoutCostIfToolsUncounted(withMore(counted, more), attributes);
}

/** The attributes with the SDK's own count of each part of Anthropic's input. Version 5 has only the uncached part. */
const ANTHROPIC_INPUT: Readonly<Record<string, readonly string[]>> = {
  input_tokens: ['ai.usage.inputTokenDetails.noCacheTokens', 'ai.usage.inputTokens'],
  cache_read_input_tokens: ['ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'],
  cache_creation_input_tokens: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
};

/**
 * Anthropic's object with its input side: the last event of a stream may report null for counts of the first event, and
 * the SDK keeps the last values.
 */
function withInput(raw: Readonly<Record<string, unknown>>, attributes: SpanAttributes): object {
  const restored: Record<string, unknown> = { ...raw };
  for (const [name, sources] of Object.entries(ANTHROPIC_INPUT)) {
    const source = sources.find((attribute) => count(attributes[attribute]) !== undefined);
    if (raw[name] === null && source !== undefined) restored[name] = attributes[source];
  }
  return restored;
}

/** The SDK's word for a stream that ended without a finish reason of the provider: its counts are those so far. */
const INTERRUPTED: ReadonlySet<string> = new Set(['other', 'unknown', 'interrupted']);

function withoutCostIfInterrupted(facts: InferenceFacts): InferenceFacts {
  const [reason] = facts.finishReasons ?? [];
  return facts.stream === true && reason !== undefined && INTERRUPTED.has(reason) ? withoutCost(facts) : facts;
}

function withMore(facts: InferenceFacts, more: SpanMetadata['more']): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined || more === undefined || !hasBasis(usage)) return facts;
  return { ...facts, usage: { ...usage, raw: { ...more, ...fields(usage.raw) } } };
}

/** Reads counts with the meaning of the columns. Of Bedrock, the metadata may have the lifetime of the cache writes. */
function withColumnCounts(facts: InferenceFacts, _attributes: SpanAttributes, { more }: SpanMetadata): InferenceFacts {
  const { usage, provider } = facts;
  if (usage?.inputTokens === undefined || provider !== 'aws.bedrock' || more === undefined)
    return withWriteLifetime(facts);
  const { inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  return withBedrockCounts(
    { ...facts, usage: { ...usage, inputTokens: inputTokens - cacheReadTokens - cacheWriteTokens } },
    more,
  );
}

/**
 * Reads the counts by the version of the SDK: 4 (`promptTokens`) never reports cached tokens, 5 passes on the provider's
 * counts, later versions report each part.
 */
function withCountsOfVersion(
  facts: InferenceFacts,
  attributes: SpanAttributes,
  metadata: SpanMetadata,
): InferenceFacts {
  const { more } = metadata;
  const { usage } = facts;
  if (facts.operation !== 'chat' || usage === undefined) return facts;
  const uncached = count(attributes['ai.usage.inputTokenDetails.noCacheTokens']);
  if (uncached !== undefined) return withColumnCounts(facts, attributes, metadata);
  if (facts.provider === 'aws.bedrock' && more !== undefined) return withBedrockCounts(facts, more);
  if ('ai.usage.promptTokens' in attributes) return withoutCostIfCacheUnknown(facts);
  const cacheWriteTokens = count(more?.cache_creation_input_tokens);
  return cacheWriteTokens === undefined
    ? withoutCostIfCacheOutsideInput(facts)
    : withAnthropicCounts({ ...facts, usage: { ...usage, cacheWriteTokens } });
}
