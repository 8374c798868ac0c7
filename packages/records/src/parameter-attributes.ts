import { ledger } from './attribute.ts';

/**
 * The request parameters that a record keeps. They describe a request without its content. They are apart from the other
 * attributes because the usage log needs only these for its first rows.
 */
export const PARAMETER_ATTRIBUTES = {
  maxTokens: ledger('gen_ai.request.max_tokens', 'int', 'request parameter'),
  temperature: ledger('gen_ai.request.temperature', 'double', 'request parameter'),
  topP: ledger('gen_ai.request.top_p', 'double', 'request parameter'),
  choiceCount: ledger('gen_ai.request.choice.count', 'int', 'request parameter, when not 1'),
  seed: ledger('gen_ai.request.seed', 'int', 'request parameter'),
  frequencyPenalty: ledger('gen_ai.request.frequency_penalty', 'double', 'request parameter'),
  presencePenalty: ledger('gen_ai.request.presence_penalty', 'double', 'request parameter'),
  reasoningLevel: ledger('gen_ai.request.reasoning.level', 'string', 'request parameter', 'identifier'),
  dimensionCount: ledger('gen_ai.embeddings.dimension.count', 'int', 'request parameter of embeddings'),
} as const;

export type RequestParameter = keyof typeof PARAMETER_ATTRIBUTES;

export const REQUEST_PARAMETERS = Object.keys(PARAMETER_ATTRIBUTES) as RequestParameter[];
