import { text } from '../util/fields.ts';
import type { InstrumentationScope, SpanAttributes } from '../util/otel-span.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import { GEN_AI, inferenceOperation, readFacts, type AttributeNames } from './gen-ai.ts';
import {
  withAnthropicCounts,
  withoutCost,
  withoutCostIfCacheOutsideInput,
  withoutCostIfCacheUnknown,
  withoutCostIfToolsUncounted,
  withoutUsage,
} from './reliable-usage.ts';

/** Attribute names of OpenLLMetry (Traceloop): `gen_ai.*`, and `llm.*` of older versions. */
const OPENLLMETRY: AttributeNames = {
  ...GEN_AI,
  texts: {
    ...GEN_AI.texts,
    provider: [...GEN_AI.texts.provider, 'llm.vendor'],
    requestModel: [...GEN_AI.texts.requestModel, 'llm.request.model'],
    responseModel: [...GEN_AI.texts.responseModel, 'llm.response.model'],
  },
  tokens: {
    ...GEN_AI.tokens,
    inputTokens: [...GEN_AI.tokens.inputTokens, 'llm.usage.prompt_tokens'],
    outputTokens: [...GEN_AI.tokens.outputTokens, 'llm.usage.completion_tokens'],
  },
  finishReasons: [...GEN_AI.finishReasons, 'gen_ai.completion.0.finish_reason'],
  stream: [...GEN_AI.stream, 'llm.is_streaming'],
  maxTokens: [...GEN_AI.maxTokens, 'llm.request.max_tokens'],
};

/** Reads a span of OpenLLMetry. Only workflows, tasks, agents and tools have `traceloop.span.kind`. */
export function readOpenLLMetry(attributes: SpanAttributes, scope: InstrumentationScope): Meaning {
  if ('traceloop.span.kind' in attributes) return 'enclosing';
  const name = text(attributes['gen_ai.operation.name']) ?? text(attributes['llm.request.type']);
  if (name === undefined) return 'nothing';
  const operation = inferenceOperation(name);
  if (operation === undefined) return 'enclosing';
  const facts = withReliableUsage(readFacts(attributes, operation, OPENLLMETRY), scope.name);
  return withoutCostIfToolsUncounted(facts, attributes);
}

const SCOPE = '@traceloop/instrumentation-';

/** Instrumentations that never report cached tokens, of providers that may cache. */
const WITHOUT_CACHE: ReadonlySet<string> = new Set([`${SCOPE}langchain`, `${SCOPE}vertexai`, `${SCOPE}llamaindex`]);

/**
 * Removes usage and costs that the span does not support. OpenLLMetry's openai instrumentation never reports cached
 * tokens. For a streamed chat it counts the tokens itself, even if the provider reports them, and it does not mark the
 * call as streamed. Tokens of images come from a table. A response of the Responses API is recognized by its id, and
 * has usage only if it was not streamed. The counts of Anthropic are passed on unchanged.
 */
function withReliableUsage(facts: InferenceFacts, scope: string): InferenceFacts {
  if (facts.operation.startsWith('image_')) return withoutUsage(facts);
  if (scope === `${SCOPE}openai`) {
    return facts.responseId?.startsWith('resp_') === true ? withoutCostIfCacheUnknown(facts) : withoutCost(facts);
  }
  if (scope === `${SCOPE}anthropic`) return withAnthropicCounts(facts);
  return withoutCostIfCacheOutsideInput(WITHOUT_CACHE.has(scope) ? withoutCostIfCacheUnknown(facts) : facts);
}
