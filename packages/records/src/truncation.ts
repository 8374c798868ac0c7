/**
 * Finish reasons of an output that a limit cut, in lower case: `length` (OpenAI, and the GenAI conventions), `max_tokens`
 * (Anthropic, Bedrock, Gemini, Cohere), `max_output_tokens` (OpenAI's Responses), `model_length` (Mistral),
 * `model_context_window_exceeded` (Anthropic).
 */
const TRUNCATIONS: ReadonlySet<string> = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_length',
  'model_context_window_exceeded',
]);

/** Whether a finish reason, in the provider's own spelling, says that a limit cut the output. Apps may report any value. */
export function isTruncation(finishReason: unknown): boolean {
  return typeof finishReason === 'string' && TRUNCATIONS.has(finishReason.toLowerCase());
}
