import { fieldsOf, type Fields } from './read.ts';

/** Names of counts that may cost something. */
const MAY_COST =
  /(?:tokens?|tokencount|seconds?|minutes?|hours?|characters?|chars|images?|pages?|quer(?:y|ies)|requests?|search(?:es)?|calls?|units?|sources?|sessions?)$/i;

/** Names that are read, or that count something that another count includes. */
const KNOWN: ReadonlySet<string> = new Set([
  // OpenAI's formats, see `openai-positions.ts`, and the parts of its totals that have the price of their total.
  ...['prompt_tokens', 'input_tokens', 'completion_tokens', 'output_tokens', 'total_tokens', 'reasoning_tokens'],
  ...[
    'cached_tokens',
    'prompt_cache_hit_tokens',
    'prompt_cache_miss_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
  ],
  ...[
    'cache_creation_tokens',
    'cached_creation_tokens',
    'num_cached_tokens',
    'cache_read_input_tokens',
    'cache_creation_input_tokens',
    'text_tokens',
  ],
  ...['audio_tokens', 'image_tokens', 'video_tokens', 'accepted_prediction_tokens', 'rejected_prediction_tokens'],
  ...['num_sources_used', 'citation_tokens', 'num_search_queries', 'prompt_audio_seconds', 'seconds'],
  ...['web_search_calls', 'web_search_requests'],
  // Anthropic.
  ...['thinking_tokens', 'web_fetch_requests'],
  // Gemini.
  ...['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount', 'cachedContentTokenCount'],
  ...['thoughtsTokenCount', 'toolUsePromptTokenCount', 'tokenCount'],
  ...['responseTokenCount', 'total_input_tokens', 'total_output_tokens', 'total_thought_tokens'],
  ...['total_tool_use_tokens', 'total_cached_tokens', 'tokens'],
  // Bedrock.
  ...['inputTokens', 'outputTokens', 'totalTokens', 'cacheReadInputTokens', 'cacheWriteInputTokens'],
  ...['inputTokenCount', 'outputTokenCount', 'cacheReadInputTokenCount', 'cacheWriteInputTokenCount'],
  ...['inputTextTokenCount', 'promptTokens', 'completionTokens'],
  // Cohere.
  ...['search_units', 'images'],
]);
const OPEN = /^ephemeral_\w+_input_tokens$|^claude_cache_creation_\d+_[mh]_tokens$|_per_second$/;

/** Objects in which every name is read as a meter. */
const READ_AS_METERS: ReadonlySet<string> = new Set(['server_tool_use']);

/**
 * The names of counts above 0 that may cost something and that nothing here reads, each with the objects around it:
 * `prompt_tokens_details.movie_tokens`.
 */
export function unreadCounts(usage: Fields): string[] {
  const unread: string[] = [];
  collect(usage, '', 2, unread);
  return unread;
}

function collect(fields: Fields, path: string, depth: number, unread: string[]): void {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === 'number') {
      if (value > 0 && MAY_COST.test(name) && !KNOWN.has(name) && !OPEN.test(name)) unread.push(path + name);
    } else if (depth > 0 && typeof value === 'object' && value !== null && !READ_AS_METERS.has(name)) {
      const inner = fieldsOf(value);
      if (inner !== undefined) collect(inner, `${path}${name}.`, depth - 1, unread);
    }
  }
}
