import { number, text } from '../util/fields.ts';
import {
  withoutCostIfCacheOutsideInput,
  withoutCostIfCacheUnknown,
  type InferenceFacts,
  type Meaning,
} from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { GEN_AI, readFacts, type AttributeNames } from './gen-ai.ts';

/**
 * Attribute names of the `ai.*` spans of AI SDK 4 to 6, and of `LegacyOpenTelemetry` in version 7. The newer spans of
 * version 7 use `gen_ai.*` only.
 */
const AI_SDK: AttributeNames = {
  ...GEN_AI,
  texts: {
    ...GEN_AI.texts,
    provider: ['gen_ai.system', 'ai.model.provider'],
    requestModel: ['gen_ai.request.model', 'ai.model.id'],
    responseModel: ['gen_ai.response.model', 'ai.response.model'],
    responseId: ['gen_ai.response.id', 'ai.response.id'],
  },
  tokens: {
    ...GEN_AI.tokens,
    inputTokens: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens', ...GEN_AI.tokens.inputTokens],
    outputTokens: ['ai.usage.outputTokens', 'ai.usage.completionTokens', ...GEN_AI.tokens.outputTokens],
    cacheReadTokens: ['ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens'],
    cacheWriteTokens: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
    reasoningTokens: ['ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens'],
  },
  finishReasons: ['gen_ai.response.finish_reasons', 'ai.response.finishReason'],
};

const OPERATION_BY_STEP: Readonly<Record<string, string>> = {
  doGenerate: 'chat',
  doStream: 'chat',
  doEmbed: 'embeddings',
  doRerank: 'rerank',
};

/** Reads one call from a span such as `ai.generateText.doGenerate`. `ai.generateText` only sums up its steps. */
export function readAiSdk(attributes: SpanAttributes): Meaning {
  const [, , step] = (text(attributes['ai.operationId']) ?? '').split('.');
  const operation = step === undefined ? undefined : OPERATION_BY_STEP[step];
  if (operation === undefined) return 'enclosing';
  const facts = withReliableUsage(readFacts(attributes, operation, AI_SDK), attributes);
  const firstChunkMs = number(attributes['ai.response.msToFirstChunk'] ?? attributes['ai.stream.msToFirstChunk']);
  const streamed = step === 'doStream' ? ({ stream: true } as const) : {};
  return { ...facts, ...streamed, ...(firstChunkMs === undefined ? {} : { timeToFirstChunk: firstChunkMs / 1000 }) };
}

/**
 * Removes the basis for a cost if the cached part of the input is unknown. This depends on the SDK's version: 4
 * (`promptTokens`) never reports cached tokens, 5 counts them outside the input if the provider does, later versions
 * report each part.
 */
function withReliableUsage(facts: InferenceFacts, attributes: SpanAttributes): InferenceFacts {
  if ('ai.usage.inputTokenDetails.noCacheTokens' in attributes || facts.operation !== 'chat') return facts;
  if ('ai.usage.promptTokens' in attributes) return withoutCostIfCacheUnknown(facts);
  return withoutCostIfCacheOutsideInput(facts);
}
