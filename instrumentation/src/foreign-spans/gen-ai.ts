import type { RequestParams } from '../types.ts';
import { defined } from '../util/defined.ts';
import { count, number, text } from '../util/fields.ts';
import type { CountNames } from './counts.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import type { SpanAttributes } from '../util/otel-span.ts';
import { providerNamed } from './provider-names.ts';
import { withoutCostIfCacheOutsideInput, withoutCostIfToolsUncounted, withWriteLifetime } from './reliable-usage.ts';
import { usageOfSpan } from './span-usage.ts';

/**
 * The attributes that may hold each fact, in order of precedence. The first one with a value of the right type is used.
 * Each dialect extends `GEN_AI` with its own names.
 */
export interface AttributeNames {
  texts: Readonly<Record<TextFact, readonly string[]>>;
  tokens: CountNames;
  finishReasons: readonly string[];
  /** Seconds. */
  timeToFirstChunk: readonly string[];
  stream: readonly string[];
  maxTokens: readonly string[];
}

type TextFact =
  | 'provider'
  | 'requestModel'
  | 'responseModel'
  | 'responseId'
  | 'serverAddress'
  | 'conversationId'
  | 'requestedServiceTier'
  | 'servedServiceTier';
/** Current and former names of the semantic conventions, and names that most libraries add. */
export const GEN_AI: AttributeNames = {
  texts: {
    provider: ['gen_ai.provider.name', 'gen_ai.system'],
    requestModel: ['gen_ai.request.model'],
    responseModel: ['gen_ai.response.model'],
    responseId: ['gen_ai.response.id'],
    serverAddress: ['server.address'],
    conversationId: ['gen_ai.conversation.id'],
    requestedServiceTier: ['openai.request.service_tier', 'gen_ai.openai.request.service_tier'],
    servedServiceTier: ['openai.response.service_tier', 'gen_ai.openai.response.service_tier'],
  },
  tokens: {
    inputTokens: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
    outputTokens: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
    totalTokens: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
    cacheReadTokens: [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.cached_input_tokens',
      'gen_ai.usage.cached_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.prompt_tokens_details.cache_read',
      'gen_ai.usage.input_token_details.cache_read',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cache_read_input_tokens',
      'gen_ai.usage.details.cached_tokens',
    ],
    cacheWriteTokens: [
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.input_tokens.cache_write',
      'gen_ai.usage.prompt_tokens_details.cache_write',
      'gen_ai.usage.input_token_details.cache_creation',
      'gen_ai.usage.details.cache_write_tokens',
      'gen_ai.usage.details.cache_creation_input_tokens',
    ],
    reasoningTokens: [
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.reasoning_output_tokens',
      'gen_ai.usage.output_tokens.reasoning',
      'gen_ai.usage.completion_tokens_details.reasoning',
      'gen_ai.usage.output_token_details.reasoning',
      'gen_ai.usage.thoughts_token_count',
      'gen_ai.usage.details.reasoning_tokens',
    ],
    audioInputTokens: [
      'gen_ai.usage.audio.input_tokens',
      'gen_ai.usage.input_token_details.audio',
      'gen_ai.usage.input_token_details.audio_tokens',
      'gen_ai.usage.details.input_audio_tokens',
    ],
    audioOutputTokens: [
      'gen_ai.usage.audio.output_tokens',
      'gen_ai.usage.completion_tokens_details.audio',
      'gen_ai.usage.output_token_details.audio',
      'gen_ai.usage.output_token_details.audio_tokens',
      'gen_ai.usage.details.output_audio_tokens',
    ],
    imageInputTokens: ['gen_ai.usage.image.input_tokens', 'gen_ai.usage.input_token_details.image_tokens'],
    imageOutputTokens: ['gen_ai.usage.image.output_tokens', 'gen_ai.usage.output_token_details.image_tokens'],
  },
  finishReasons: ['gen_ai.response.finish_reasons'],
  timeToFirstChunk: [
    'gen_ai.response.time_to_first_chunk',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.server.time_to_first_token',
  ],
  stream: ['gen_ai.request.stream', 'gen_ai.request.is_stream'],
  maxTokens: ['gen_ai.request.max_tokens'],
};

/** The names that libraries use for operations that call a model → the operation in our records. */
const OPERATIONS: Readonly<Record<string, string>> = {
  chat: 'chat',
  generate_content: 'generate_content',
  text_completion: 'text_completion',
  completion: 'text_completion',
  embeddings: 'embeddings',
  embedding: 'embeddings',
  rerank: 'rerank',
  image: 'image_generation',
  image_generation: 'image_generation',
  image_variation: 'image_generation',
  image_edit: 'image_edit',
  audio: 'speech',
  speech: 'speech',
  'ai.generateSpeech': 'speech',
  transcription: 'transcription',
  'ai.transcribe': 'transcription',
  'ai.streamTranscribe': 'transcription',
  moderation: 'moderation',
};

/** The operation of a call as records name it; undefined for agents, tools, workflows and all other operations. */
export function inferenceOperation(name: string): string | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
}

/** Reads a span that follows the semantic conventions. */
export function readGenAi(attributes: SpanAttributes): Meaning {
  const name = text(attributes['gen_ai.operation.name']);
  if (name === undefined) return 'nothing';
  const operation = inferenceOperation(name);
  return operation === undefined ? 'enclosing' : readFacts(attributes, operation, GEN_AI);
}

/**
 * Reads a span of a library that none of the other dialects describes. Its counts have the meaning of the conventions if
 * it reports cached tokens under their name.
 */
export function readOtherLibrary(attributes: SpanAttributes): Meaning {
  const facts = readGenAi(attributes);
  if (typeof facts === 'string') return facts;
  const isByConvention = CONVENTIONAL_CACHE_NAMES.some((name) => name in attributes);
  const counted = isByConvention ? withWriteLifetime(facts) : withoutCostIfCacheOutsideInput(facts);
  return withoutCostIfToolsUncounted(counted, attributes);
}

const CONVENTIONAL_CACHE_NAMES = [
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_creation.input_tokens',
];

/** Reads the facts of a call from the attributes that `names` lists. */
export function readFacts(attributes: SpanAttributes, operation: string, names: AttributeNames): InferenceFacts {
  const find = <T>(attributeNames: readonly string[], read: (value: unknown) => T | undefined): T | undefined => {
    for (const name of attributeNames) {
      const value = read(attributes[name]);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const texts = mapped(names.texts, (attributeNames) => find(attributeNames, text));
  return {
    ...defined({
      ...texts,
      provider: providerNamed(texts.provider, texts.serverAddress),
      serverPort: count(attributes['server.port']),
      apiFormat: apiFormatOf(attributes['openai.api.type']),
      stream: find(names.stream, (value) => (value === true ? true : undefined)),
      finishReasons: find(names.finishReasons, finishReasons),
      timeToFirstChunk: find(names.timeToFirstChunk, number),
      statusCode: count(attributes['http.response.status_code']),
      usage: usageOfSpan(attributes, operation, names.tokens),
    }),
    operation,
    params: { ...params(attributes), ...defined({ maxTokens: find(names.maxTokens, count) }) },
  };
}

function mapped<K extends string, T>(
  names: Readonly<Record<K, readonly string[]>>,
  find: (attributeNames: readonly string[]) => T | undefined,
): { [P in K]: T | undefined } {
  const found = {} as { [P in K]: T | undefined };
  for (const key in names) found[key] = find(names[key]);
  return found;
}

/** Some libraries set a single reason as a string. */
function finishReasons(value: unknown): string[] | undefined {
  const all = Array.isArray(value) ? value : [value];
  const reasons = all.filter((reason) => typeof reason === 'string' && reason !== '') as string[];
  return reasons.length === 0 ? undefined : reasons;
}

function params(attributes: SpanAttributes): RequestParams {
  const choices = count(attributes['gen_ai.request.choice.count']);
  return defined({
    temperature: number(attributes['gen_ai.request.temperature']),
    topP: number(attributes['gen_ai.request.top_p']),
    choiceCount: choices === 1 ? undefined : choices,
    seed: number(attributes['gen_ai.request.seed']),
    frequencyPenalty: number(attributes['gen_ai.request.frequency_penalty']),
    presencePenalty: number(attributes['gen_ai.request.presence_penalty']),
    reasoningLevel: text(attributes['gen_ai.request.reasoning.level']),
    outputType: text(attributes['gen_ai.output.type']),
    dimensionCount: count(attributes['gen_ai.embeddings.dimension.count']),
  });
}

function apiFormatOf(type: unknown): string | undefined {
  if (type === 'chat_completions') return 'openai.chat';
  return type === 'responses' ? 'openai.responses' : undefined;
}
