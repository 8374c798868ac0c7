import { count, fields, type Fields } from '../util/fields.ts';
import { MessageResponseReader } from './anthropic/response-reader.ts';
import { ContentResponseReader } from './google-genai/response-reader.ts';
import { TranscriptionResponseReader } from './openai/media-response-reader.ts';
import { ChatResponseReader, PlainResponseReader, ResponsesResponseReader } from './openai/response-reader.ts';
import type { ResponseReader } from './response-reader.ts';

/** The reader of a response by its API format. `request` is the request's body; `streams` if the response is a stream. */
const READERS: Readonly<Record<string, (request: Fields, streams: boolean) => ResponseReader>> = {
  'openai.chat': ({ n }) => new ChatResponseReader(count(n) ?? 1),
  'openai.completions': ({ n }) => new ChatResponseReader(count(n) ?? 1),
  'openai.responses': () => new ResponsesResponseReader(),
  'openai.embeddings': () => new PlainResponseReader(),
  'openai.transcriptions': () => new TranscriptionResponseReader(),
  'anthropic.messages': (request) => new MessageResponseReader(request),
  'gemini.generate_content': ({ generationConfig }, streams) =>
    new ContentResponseReader(count(fields(generationConfig).candidateCount) ?? 1, streams),
};

/** A reader for one response; undefined if no reader knows the format. */
export function responseReaderOf(
  apiFormat: string | undefined,
  request: Fields,
  streams: boolean,
): ResponseReader | undefined {
  const known = apiFormat !== undefined && Object.hasOwn(READERS, apiFormat) ? READERS[apiFormat] : undefined;
  return known?.(request, streams);
}
