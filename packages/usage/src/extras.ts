import { leaf, type MeterNode } from './meters.ts';
import { BadCount, countIn, countOf, fieldsOf, type Fields } from './read.ts';

/** Counts beside the tokens: the objects around each, its name, and the meter that it is billed by. */
const COUNTS: readonly (readonly [path: readonly string[], name: string, meter: string])[] = [
  // xAI: sources of a live search; searches of a server-side tool.
  [[], 'num_sources_used', 'search_source'],
  [['server_side_tool_usage_details'], 'web_search_calls', 'web_search'],
  // Perplexity: text of the sources and searches of deep research; searches of an agent.
  [[], 'citation_tokens', 'citation'],
  [[], 'num_search_queries', 'web_search'],
  [['tool_calls_details', 'search_web'], 'invocation', 'web_search'],
  // Xiaomi: searches of a server-side tool.
  [['web_search_usage'], 'tool_usage', 'web_search'],
];
/** OpenRouter repeats the tools under a second name; LiteLLM has Anthropic's name. */
const TOOLS = [{ within: ['server_tool_use_details', 'server_tool_use'], names: ['web_search_requests'] }];
const EXECUTED_TOOLS = [{ within: ['server_tool_use_details', 'server_tool_use'], names: ['tool_calls_executed'] }];

/** What a usage in OpenAI's format contains beside tokens. Throws BadCount. */
export function extrasOf(usage: Fields, format: string | undefined): MeterNode[] {
  const counts = new Map<string, number>();
  for (const [path, name, meter] of COUNTS) {
    const count = countOf(
      path.reduce<Fields | undefined>((fields, key) => fieldsOf(fields?.[key]), usage),
      name,
    );
    if (count) counts.set(meter, (counts.get(meter) ?? 0) + count);
  }
  const searches = (counts.get('web_search') ?? 0) + (countIn(usage, TOOLS) ?? 0);
  if (searches > 0) counts.set('web_search', searches);
  checkTools(usage, searches);
  const seconds = secondsOf(usage);
  // A transcription is billed by its length. In a chat the audio is billed beside the tokens.
  if (seconds > 0) counts.set(isTranscription(format) ? 'second' : 'audio_second', seconds);
  return [...counts].map(([meter, count]) => leaf(meter, count));
}

/** Throws BadCount if more server-side tools ran than there are searches: it is not known what they cost. */
function checkTools(usage: Fields, searches: number): void {
  const executed = countIn(usage, EXECUTED_TOOLS) ?? 0;
  const used = countOf(usage, 'num_server_side_tools_used') ?? 0;
  const fetches = isFreeToFetch(usage) ? 0 : (countOf(fieldsOf(usage['server_tool_use']), 'web_fetch_requests') ?? 0);
  const ofAgents = Object.entries(fieldsOf(usage['tool_calls_details']) ?? {})
    .filter(([tool]) => tool !== 'search_web')
    .reduce((sum, [, calls]) => sum + (countOf(fieldsOf(calls), 'invocation') ?? 0), 0);
  const hasNoKind = used > 0 && searches + kindsOf(usage) === 0;
  if (hasNoKind || executed > searches || fetches + ofAgents > 0) {
    throw new BadCount('server-side tools were used, and it is not known what they cost');
  }
}

/** Calls of the other kinds of xAI's tools, which `unread.ts` reports by their names. */
function kindsOf(usage: Fields): number {
  const kinds = fieldsOf(usage['server_side_tool_usage_details']) ?? {};
  return Object.keys(kinds)
    .filter((name) => name !== 'web_search_calls')
    .reduce((sum, name) => sum + (countOf(kinds, name) ?? 0), 0);
}

/** Proxies that pass on Claude's usage have its cache counts. Anthropic does not bill fetches; DeepSeek does. */
function isFreeToFetch(usage: Fields): boolean {
  return 'cache_creation_input_tokens' in usage || 'cache_read_input_tokens' in usage;
}

/** Length of the audio in a request in seconds, of Mistral or DashScope. */
export function secondsOf(usage: Fields): number {
  const seconds = usage['prompt_audio_seconds'] ?? usage['seconds'] ?? 0;
  if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0) {
    return seconds;
  }
  // Mistral sends an empty object for no audio.
  if (fieldsOf(seconds) !== undefined) return 0;
  throw new BadCount('the length of the audio is not a number of seconds');
}

function isTranscription(format: string | undefined): boolean {
  return format?.includes('transcription') ?? false;
}
