import { BEDROCK_POSITIONS } from './bedrock.ts';
import { OPENAI_POSITIONS } from './openai-positions.ts';
import { fieldsOf, type Fields, type Position } from './read.ts';

/** Names of counts that may cost something. */
const MAY_COST =
  /(?:tokens?|tokencount|seconds?|minutes?|hours?|characters?|chars|images?|pages?|quer(?:y|ies)|requests?|search(?:es)?|calls?|units?|sources?|sessions?)$/i;

/** Names that are read, or that count something that another count includes. */
const KNOWN: ReadonlySet<string> = new Set([
  ...[OPENAI_POSITIONS, BEDROCK_POSITIONS].flatMap(namesIn),
  // Totals, and parts of OpenAI's totals that have the price of their total.
  ...['total_tokens', 'totalTokens', 'prompt_cache_miss_tokens', 'text_tokens', 'image_tokens', 'video_tokens'],
  ...['accepted_prediction_tokens', 'rejected_prediction_tokens'],
  // `extras.ts`.
  ...['num_sources_used', 'citation_tokens', 'num_search_queries', 'prompt_audio_seconds', 'seconds'],
  ...['web_search_calls', 'web_search_requests', 'web_fetch_requests'],
  // Anthropic.
  'thinking_tokens',
  // Gemini.
  ...['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount', 'cachedContentTokenCount'],
  ...['thoughtsTokenCount', 'toolUsePromptTokenCount', 'tokenCount'],
  ...['responseTokenCount', 'total_input_tokens', 'total_output_tokens', 'total_thought_tokens'],
  ...['total_tool_use_tokens', 'total_cached_tokens', 'tokens'],
  // Cohere.
  ...['search_units', 'images'],
]);

function namesIn(table: Readonly<Record<string, readonly Position[]>>): readonly string[] {
  return Object.values(table).flatMap((positions) => positions.flatMap(({ names }) => names));
}

const OPEN = /^ephemeral_\w+_input_tokens$|^claude_cache_creation_\d+_[mh]_tokens$|_per_second$/;

/** Objects in which every name is read as a meter. */
const READ_AS_METERS: ReadonlySet<string> = new Set(['server_tool_use']);

/**
 * The names of counts above 0 that may cost something and that nothing here reads, each with the objects around it:
 * `prompt_tokens_details.movie_tokens`.
 */
export function unreadCounts(usage: unknown): string[] {
  const unread: string[] = [];
  collect(fieldsOf(usage) ?? {}, '', 2, unread);
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
