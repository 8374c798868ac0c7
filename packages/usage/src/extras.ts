import { leaf, type MeterNode } from './meters.ts';
import { BadCount, countOf, type Fields } from './read.ts';

/** Counts beside the tokens, with the meter that each is billed by. */
const COUNTS = [
  // xAI: sources of a live search.
  ['num_sources_used', 'search_source'],
  // Perplexity's deep research: text of the sources, and searches.
  ['citation_tokens', 'citation'],
  ['num_search_queries', 'web_search'],
] as const;

/** What a usage in OpenAI's format contains beside tokens. Throws BadCount. */
export function extrasOf(usage: Fields, format: string | undefined): MeterNode[] {
  const extras: MeterNode[] = [];
  for (const [name, meter] of COUNTS) {
    const count = countOf(usage, name);
    if (count) extras.push(leaf(meter, count));
  }
  const seconds = secondsOf(usage);
  // A transcription is billed by its length. In a chat the audio is billed beside the tokens.
  if (seconds > 0) extras.push(leaf(isTranscription(format) ? 'second' : 'audio_second', seconds));
  return extras;
}

/** Mistral's length of the audio in a request, seconds. */
function secondsOf({ prompt_audio_seconds: seconds = null }: Fields): number {
  if (seconds === null || (typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0)) {
    return seconds ?? 0;
  }
  throw new BadCount('prompt_audio_seconds is not a number of seconds');
}

function isTranscription(format: string | undefined): boolean {
  return format?.includes('transcription') ?? false;
}
