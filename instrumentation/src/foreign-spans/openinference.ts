import { defined } from '../util/defined.ts';
import { count, number, text } from '../util/fields.ts';
import type { InstrumentationScope, SpanAttributes } from '../util/otel-span.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import { GEN_AI, readFacts, type AttributeNames } from './gen-ai.ts';
import { objectIn } from './json-attribute.ts';
import {
  withBedrockCounts,
  withoutCost,
  withoutCostIfCacheOutsideInput,
  withoutCostIfToolsUncounted,
  withWriteLifetime,
} from './reliable-usage.ts';
import { totalOf } from './span-usage.ts';

/** Attribute names of OpenInference: `llm.*`, with the request's parameters as one JSON string. */
const OPENINFERENCE: AttributeNames = {
  ...GEN_AI,
  texts: {
    ...GEN_AI.texts,
    provider: ['llm.provider', 'llm.system', ...GEN_AI.texts.provider],
    responseModel: ['llm.model_name', 'embedding.model_name', ...GEN_AI.texts.responseModel],
  },
  tokens: {
    inputTokens: ['llm.token_count.prompt', ...GEN_AI.tokens.inputTokens],
    outputTokens: ['llm.token_count.completion', ...GEN_AI.tokens.outputTokens],
    totalTokens: ['llm.token_count.total', ...GEN_AI.tokens.totalTokens],
    cacheReadTokens: [
      'llm.token_count.prompt_details.cache_read',
      'llm.token_count.prompt_details.cache_input',
      ...GEN_AI.tokens.cacheReadTokens,
    ],
    cacheWriteTokens: ['llm.token_count.prompt_details.cache_write', ...GEN_AI.tokens.cacheWriteTokens],
    reasoningTokens: ['llm.token_count.completion_details.reasoning', ...GEN_AI.tokens.reasoningTokens],
    audioInputTokens: ['llm.token_count.prompt_details.audio', ...GEN_AI.tokens.audioInputTokens],
    audioOutputTokens: ['llm.token_count.completion_details.audio', ...GEN_AI.tokens.audioOutputTokens],
    imageInputTokens: ['llm.token_count.prompt_details.image', ...GEN_AI.tokens.imageInputTokens],
    imageOutputTokens: ['llm.token_count.completion_details.image', ...GEN_AI.tokens.imageOutputTokens],
  },
  finishReasons: ['llm.finish_reason', ...GEN_AI.finishReasons],
};

const OPERATION_BY_KIND: Readonly<Record<string, string>> = { LLM: 'chat', EMBEDDING: 'embeddings' };

/** Reads spans of kind `LLM` and `EMBEDDING`. All other kinds (CHAIN, AGENT, TOOL, …) enclose calls. */
export function readOpenInference(attributes: SpanAttributes, scope: InstrumentationScope): Meaning {
  const operation = OPERATION_BY_KIND[text(attributes['openinference.span.kind'])?.toUpperCase() ?? ''];
  if (operation === undefined) return 'enclosing';
  const facts = readFacts(attributes, operation, OPENINFERENCE);
  const requested = invocationParameters(attributes['llm.invocation_parameters']);
  const params = { ...facts.params, ...requested.params };
  const requestModel = requestModelOf(facts, requested.requestModel);
  const described = { ...facts, ...requested, params, ...requestModel };
  return withoutCostIfToolsUncounted(withReliableUsage(described, scope), attributes);
}

const SCOPE = '@arizeai/openinference-instrumentation-';

/**
 * Reads the counts by the library that reported them. That of Bedrock passes on the provider's counts, and a total that
 * includes cached tokens. That of Anthropic adds cached tokens to the input since 0.2. That of LangChain has LangChain's own
 * estimate if a stream reported no usage.
 */
function withReliableUsage(facts: InferenceFacts, { name, version = '' }: InstrumentationScope): InferenceFacts {
  const { usage } = facts;
  if (usage === undefined) return facts;
  if (name === `${SCOPE}bedrock`) return withBedrockCounts(facts, defined({ totalTokens: totalOf(usage) }));
  if (name === `${SCOPE}anthropic` && !/^0\.[01]\./.test(version)) return withWriteLifetime(facts);
  const hasParts = usage.cacheReadTokens !== undefined || usage.reasoningTokens !== undefined;
  if (name === `${SCOPE}langchain` && facts.stream === true && !hasParts) return withoutCost(facts);
  return withoutCostIfCacheOutsideInput(facts);
}

/** `llm.model_name` holds the requested model until the response names another one. */
function requestModelOf(facts: InferenceFacts, requested: string | undefined): Pick<InferenceFacts, 'requestModel'> {
  return defined({ requestModel: requested ?? facts.requestModel ?? facts.responseModel });
}

/** Reads only the allow-listed parameters, because the others may be content. */
function invocationParameters(
  json: unknown,
): Pick<InferenceFacts, 'requestModel' | 'stream' | 'requestedServiceTier' | 'params'> {
  const reported = objectIn(json) ?? {};
  const choices = count(reported.n);
  return defined({
    requestModel: text(reported.model),
    stream: reported.stream === true ? (true as const) : undefined,
    requestedServiceTier: text(reported.service_tier),
    params: defined({
      maxTokens:
        count(reported.max_completion_tokens) ?? count(reported.max_tokens) ?? count(reported.max_output_tokens),
      temperature: number(reported.temperature),
      topP: number(reported.top_p),
      choiceCount: choices === 1 ? undefined : choices,
      seed: number(reported.seed),
      frequencyPenalty: number(reported.frequency_penalty),
      presencePenalty: number(reported.presence_penalty),
      reasoningLevel: text(reported.reasoning_effort),
    }),
  });
}
