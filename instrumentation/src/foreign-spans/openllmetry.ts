import { text } from '../util/fields.ts';
import {
  withoutCost,
  withoutCostIfCacheOutsideInput,
  withoutCostIfCacheUnknown,
  withoutUsage,
  type InferenceFacts,
  type Meaning,
} from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { GEN_AI, inferenceOperation, readFacts, type AttributeNames } from './gen-ai.ts';

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
export function readOpenLLMetry(attributes: SpanAttributes, scope: string): Meaning {
  if ('traceloop.span.kind' in attributes) return 'enclosing';
  const name = text(attributes['gen_ai.operation.name']) ?? text(attributes['llm.request.type']);
  if (name === undefined) return 'nothing';
  const operation = inferenceOperation(name);
  if (operation === undefined) return 'enclosing';
  return withReliableUsage(readFacts(attributes, operation, OPENLLMETRY), scope);
}

/**
 * Removes usage and costs that the span does not support. OpenLLMetry's openai instrumentation never reports cached
 * tokens. For a streamed chat it counts the tokens itself, even if the provider reports them, and it does not mark the
 * call as streamed. Tokens of images come from a table. A response of the Responses API is recognized by its id, and
 * has usage only if it was not streamed.
 */
function withReliableUsage(facts: InferenceFacts, scope: string): InferenceFacts {
  if (facts.operation.startsWith('image_')) return withoutUsage(facts);
  if (scope === '@traceloop/instrumentation-openai') {
    return facts.responseId?.startsWith('resp_') === true ? withoutCostIfCacheUnknown(facts) : withoutCost(facts);
  }
  return withoutCostIfCacheOutsideInput(facts);
}
