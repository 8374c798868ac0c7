/** What a replayed model "says": counts and words that depend on the request alone, so that runs can be repeated. */
export interface Generation {
  promptTokens: number;
  /** Part of the prompt that was read from the cache: whole blocks of 128 from 1,024 tokens on, as OpenAI has it. */
  cachedTokens: number;
  /** Part of the output that was reasoning. */
  reasoningTokens: number;
  outputTokens: number;
  words: string[];
}

const WORDS = ['Every', 'call', 'is', 'one', 'row;', 'its', 'attempts', 'are', 'inside', 'it.'];
const DEFAULT_WORDS = 24;
const CACHE_FROM = 1024;
const CACHE_BLOCK = 128;

export function generate(prompt: string, model: string, maxTokens: number | undefined): Generation {
  const promptTokens = Math.max(1, Math.ceil(prompt.length / 4));
  const wordCount = Math.min(maxTokens ?? DEFAULT_WORDS, DEFAULT_WORDS + (promptTokens % 7));
  const reasoningTokens = model.startsWith('gpt-5') ? 64 + (promptTokens % 64) : 0;
  return {
    promptTokens,
    cachedTokens: promptTokens < CACHE_FROM ? 0 : Math.floor((promptTokens * 0.75) / CACHE_BLOCK) * CACHE_BLOCK,
    reasoningTokens,
    outputTokens: wordCount + reasoningTokens,
    words: Array.from({ length: wordCount }, (_, i) => `${WORDS[i % WORDS.length]} `),
  };
}
