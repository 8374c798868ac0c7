import type { Wire } from '../chat/behaviour.ts';

/** Groq's wire format: times within the usage, and in streams the usage in `x_groq` of the last chunk. */
const HEAD = { id: 'chatcmpl-1', created: 1, model: 'llama-3.3-70b-versatile', system_fingerprint: 'fp_1' };
const USAGE = {
  queue_time: 0.05,
  prompt_tokens: 1000,
  prompt_time: 0.01,
  completion_tokens: 20,
  completion_time: 0.04,
  total_tokens: 1020,
  total_time: 0.05,
  prompt_tokens_details: { cached_tokens: 800 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
const refusal = (code: string, type: string) => ({ error: { message: 'Refused.', type, code } });

export const WIRE: Wire = {
  path: '/openai/v1/chat/completions',
  completion: {
    ...HEAD,
    object: 'chat.completion',
    usage: USAGE,
    usage_breakdown: null,
    x_groq: { id: 'req_01' },
    service_tier: 'on_demand',
  },
  chunk: { ...HEAD, object: 'chat.completion.chunk', service_tier: 'on_demand' },
  lastChunk: { x_groq: { id: 'req_01', usage: USAGE } },
  refusal,
  streamError: refusal('overloaded', 'server_error'),
  expected: {
    usage: { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 },
    responseModel: 'llama-3.3-70b-versatile',
    servedServiceTier: 'on_demand',
    streamError: { errorType: 'APIError', errorCode: 'overloaded' },
  },
};
