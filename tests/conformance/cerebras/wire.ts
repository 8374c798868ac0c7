import type { Wire } from '../chat/behaviour.ts';

/** The wire format of Cerebras: times beside the usage, both in the last chunk of a stream, and flat error bodies. */
const HEAD = { id: 'chatcmpl-1', created: 1, model: 'gpt-oss-120b', system_fingerprint: 'fp_1' };
const MEASURED = {
  usage: {
    total_tokens: 1020,
    completion_tokens: 20,
    completion_tokens_details: { accepted_prediction_tokens: 0, rejected_prediction_tokens: 0, reasoning_tokens: 5 },
    prompt_tokens: 1000,
    prompt_tokens_details: { cached_tokens: 800 },
  },
  time_info: { queue_time: 0.01, prompt_time: 0.02, completion_time: 0.03, total_time: 0.07, created: 1 },
};
const refusal = (code: string, type: string) => ({ message: 'Refused.', type, param: null, code });

export const WIRE: Wire = {
  path: '/v1/chat/completions',
  usesNodeFetch: true,
  completion: { ...HEAD, object: 'chat.completion', ...MEASURED },
  chunk: { ...HEAD, object: 'chat.completion.chunk' },
  lastChunk: MEASURED,
  refusal,
  streamError: { error: refusal('overloaded', 'server_error'), status_code: 503 },
  expected: {
    usage: { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 },
    responseModel: 'gpt-oss-120b',
    // The app receives an error of `node-fetch` too.
    abortedRead: 'failed',
    streamError: { errorType: 'APIConnectionError', errorCode: 'stream_interrupted' },
  },
};
