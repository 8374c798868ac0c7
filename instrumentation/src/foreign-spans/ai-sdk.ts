import { number, text } from '../util/fields.ts';
import { cachedUntold, inputAsProviderCounts, type InferenceFacts, type Meaning } from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { GEN_AI, readFacts, type AttributeNames } from './gen-ai.ts';

/** `ai.*`: the spans of AI SDK 4 to 6, and of `LegacyOpenTelemetry` in 7. Its newer ones are plain `gen_ai.*`. */
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

/** `ai.generateText` sums up its steps, `ai.generateText.doGenerate` is one call. */
export function readAiSdk(attributes: SpanAttributes): Meaning {
  const [, , step] = (text(attributes['ai.operationId']) ?? '').split('.');
  const operation = step === undefined ? undefined : OPERATION_BY_STEP[step];
  if (operation === undefined) return 'enclosing';
  const facts = pricedAsReported(readFacts(attributes, operation, AI_SDK), attributes);
  const firstChunkMs = number(attributes['ai.response.msToFirstChunk'] ?? attributes['ai.stream.msToFirstChunk']);
  const streamed = step === 'doStream' ? ({ stream: true } as const) : {};
  return { ...facts, ...streamed, ...(firstChunkMs === undefined ? {} : { timeToFirstChunk: firstChunkMs / 1000 }) };
}

/**
 * Whether the input holds what was cached depends on the version. 4 (`promptTokens`) does not tell of the cache at all, 5
 * leaves it out where the provider does, later ones say what is what.
 */
function pricedAsReported(facts: InferenceFacts, attributes: SpanAttributes): InferenceFacts {
  if ('ai.usage.inputTokenDetails.noCacheTokens' in attributes || facts.operation !== 'chat') return facts;
  if ('ai.usage.promptTokens' in attributes) return cachedUntold(facts);
  return inputAsProviderCounts(facts);
}
