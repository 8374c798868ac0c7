import { leaf, type MeterNode } from './meters.ts';
import { BadCount, countOf, fieldsOf, type Fields } from './read.ts';

/** Counts beside the tokens: the objects around each, its name, and the meter that it is billed by. */
const COUNTS: readonly (readonly [path: readonly string[], name: string, meter: string])[] = [
  // xAI: sources of a live search; searches of a server-side tool.
  [[], 'num_sources_used', 'search_source'],
  [['server_side_tool_usage_details'], 'web_search_calls', 'web_search'],
  // Perplexity: text of the sources and searches of deep research; searches of an agent.
  [[], 'citation_tokens', 'citation'],
  [[], 'num_search_queries', 'web_search'],
  [['tool_calls_details', 'search_web'], 'invocation', 'web_search'],
  // OpenRouter and Xiaomi: searches of a server-side tool.
  [['server_tool_use_details'], 'web_search_requests', 'web_search'],
  [['web_search_usage'], 'tool_usage', 'web_search'],
];

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
  checkTools(usage, counts.get('web_search') ?? 0);
  const seconds = secondsOf(usage);
  // A transcription is billed by its length. In a chat the audio is billed beside the tokens.
  if (seconds > 0) counts.set(isTranscription(format) ? 'second' : 'audio_second', seconds);
  return [...counts].map(([meter, count]) => leaf(meter, count));
}

/** Throws BadCount if more server-side tools ran than there are searches: it is not known what they cost. */
function checkTools(usage: Fields, searches: number): void {
  const kinds = fieldsOf(usage['server_side_tool_usage_details']);
  const executed = countOf(fieldsOf(usage['server_tool_use_details']), 'tool_calls_executed');
  const used = kinds === undefined ? countOf(usage, 'num_server_side_tools_used') : undefined;
  if (Math.max(executed ?? 0, used ?? 0) > searches) {
    throw new BadCount('server-side tools were used, and it is not known which');
  }
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
