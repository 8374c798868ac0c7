import type { ReportedUsage } from '../../types.ts';
import { count, fields, type Fields } from '../../util/fields.ts';
import { reportedUsage } from '../reported-usage.ts';

/** Usage of a chat completion or an embedding, with the meanings of `gen_ai.usage.*`; undefined if none was reported. */
export function usageOfCompletion(reported: unknown): ReportedUsage | undefined {
  const usage = fields(reported);
  const input = fields(usage.prompt_tokens_details);
  const output = fields(usage.completion_tokens_details);
  const reasoningTokens = count(output.reasoning_tokens);
  return reportedUsage(usage, {
    inputTokens: count(usage.prompt_tokens),
    outputTokens: withReasoning(usage, reasoningTokens),
    cacheReadTokens: count(input.cached_tokens) ?? count(usage.prompt_cache_hit_tokens),
    cacheWriteTokens: count(input.cache_write_tokens),
    reasoningTokens,
    audioInputTokens: count(input.audio_tokens),
    audioOutputTokens: count(output.audio_tokens),
  });
}

/** Usage of the Responses API, of images and of transcriptions, which report `input_token_details`. */
export function usageOfResponse(reported: unknown): ReportedUsage | undefined {
  const usage = fields(reported);
  const input = fields(usage.input_tokens_details ?? usage.input_token_details);
  const output = fields(usage.output_tokens_details);
  return reportedUsage(usage, {
    inputTokens: count(usage.input_tokens),
    outputTokens: count(usage.output_tokens),
    cacheReadTokens: count(input.cached_tokens),
    cacheWriteTokens: count(input.cache_write_tokens),
    reasoningTokens: count(output.reasoning_tokens),
    audioInputTokens: count(input.audio_tokens),
    audioOutputTokens: count(output.audio_tokens),
  });
}

/** xAI counts reasoning beside `completion_tokens`, OpenAI within; the total shows which. */
function withReasoning(usage: Fields, reasoning: number | undefined): number | undefined {
  const input = count(usage.prompt_tokens);
  const output = count(usage.completion_tokens);
  if (input === undefined || output === undefined || !reasoning) {
    return output;
  }
  return count(usage.total_tokens) === input + output + reasoning ? output + reasoning : output;
}
