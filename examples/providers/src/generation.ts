/** Output of a replayed model. Counts and words depend only on the request, so that runs are repeatable. */
export interface Generation {
  promptTokens: number;
  /** Prompt tokens read from the cache: blocks of 128 for prompts of 1,024 tokens or more, as at OpenAI. */
  cachedTokens: number;
  /** Output tokens used for reasoning; included in `outputTokens`. */
  reasoningTokens: number;
  outputTokens: number;
  words: string[];
}

const WORDS = ['Every', 'call', 'is', 'one', 'row;', 'its', 'attempts', 'are', 'inside', 'it.'];
const DEFAULT_WORDS = 24;
const MIN_CACHED_PROMPT = 1024;
const CACHE_BLOCK = 128;

export function generate(prompt: string, model: string, maxTokens: number | undefined): Generation {
  const promptTokens = Math.max(1, Math.ceil(prompt.length / 4));
  const wordCount = Math.min(maxTokens ?? DEFAULT_WORDS, DEFAULT_WORDS + (promptTokens % 7));
  const reasoningTokens = model.startsWith('gpt-5') ? 64 + (promptTokens % 64) : 0;
  return {
    promptTokens,
    cachedTokens: promptTokens < MIN_CACHED_PROMPT ? 0 : Math.floor((promptTokens * 0.75) / CACHE_BLOCK) * CACHE_BLOCK,
    reasoningTokens,
    outputTokens: wordCount + reasoningTokens,
    words: Array.from({ length: wordCount }, (_, i) => `${WORDS[i % WORDS.length]} `),
  };
}
