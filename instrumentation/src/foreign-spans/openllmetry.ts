import { text } from '../util/fields.ts';
import {
  cachedUntold,
  inputAsProviderCounts,
  withoutCost,
  withoutUsage,
  type InferenceFacts,
  type Meaning,
} from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { GEN_AI, inferenceOperation, readFacts, type AttributeNames } from './gen-ai.ts';

/** OpenLLMetry (Traceloop): `gen_ai.*`, and the `llm.*` of its older versions. */
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

/** `traceloop.span.kind` stands on workflows, tasks, agents and tools alone. */
export function readOpenLLMetry(attributes: SpanAttributes, scope: string): Meaning {
  if ('traceloop.span.kind' in attributes) return 'enclosing';
  const name = text(attributes['gen_ai.operation.name']) ?? text(attributes['llm.request.type']);
  if (name === undefined) return 'nothing';
  const operation = inferenceOperation(name);
  return operation === undefined ? 'enclosing' : asReported(readFacts(attributes, operation, OPENLLMETRY), scope);
}

/**
 * Its instrumentation of openai never tells what was cached, counts the tokens of a streamed chat itself whatever the
 * provider reports, and does not say that it streamed; those of an image it looks up in a table. An answer of the
 * Responses API is known by its id, and has usage only where it was not streamed.
 */
function asReported(facts: InferenceFacts, scope: string): InferenceFacts {
  if (facts.operation.startsWith('image_')) return withoutUsage(facts);
  if (scope === '@traceloop/instrumentation-openai') {
    return facts.responseId?.startsWith('resp_') === true ? cachedUntold(facts) : withoutCost(facts);
  }
  return inputAsProviderCounts(facts);
}
