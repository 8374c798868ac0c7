import type { Units } from './openai-tools.ts';
import { fieldsOf } from './read.ts';

/** The characters of a text to speak, which some models bill: as people count them, not halves of a surrogate pair. */
export function charactersIn(text: unknown): Units | undefined {
  return typeof text === 'string' ? { character: [...text].length } : undefined;
}

/**
 * The length of the audio of a transcription; undefined if it is not in the response. Whisper's `verbose_json` reports it as
 * `duration` beside the text (OpenAI, Groq), in seconds.
 */
export function secondsOfTranscription(body: unknown): Units | undefined {
  const { duration } = fieldsOf(body) ?? {};
  const seconds = typeof duration === 'string' ? Number(duration) : duration;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? { second: seconds } : undefined;
}
