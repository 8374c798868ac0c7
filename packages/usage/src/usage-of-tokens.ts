import type { Usage } from '@tokentrail/records';
import type { Fields } from './read.ts';

/** Token counts with the meaning of the columns: cached tokens are part of the input, reasoning of the output. */
export interface CountedTokens extends Usage {
  /**
   * The total that was reported. It decides whether the counts differ from the meaning of the columns: whether cached
   * tokens are beside the input, or reasoning beside the output.
   */
  totalTokens?: number;
  imageInputTokens?: number;
  imageOutputTokens?: number;
}

/**
 * The usage object in OpenAI's format that states these counts, for counts that were reported one by one.
 * `needsOutput`: false for embeddings and other operations that report no output, because they have none.
 */
export function usageOfTokens(tokens: CountedTokens, needsOutput: boolean): Fields {
  const { inputTokens, outputTokens, totalTokens } = tokens;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: outputTokens !== undefined ? totalTokens : needsOutput ? undefined : (totalTokens ?? inputTokens),
    prompt_tokens_details: {
      cached_tokens: tokens.cacheReadTokens,
      cache_write_tokens: tokens.cacheWriteTokens,
      audio_tokens: tokens.audioInputTokens,
      image_tokens: tokens.imageInputTokens,
    },
    completion_tokens_details: {
      reasoning_tokens: tokens.reasoningTokens,
      audio_tokens: tokens.audioOutputTokens,
      image_tokens: tokens.imageOutputTokens,
    },
  };
}
