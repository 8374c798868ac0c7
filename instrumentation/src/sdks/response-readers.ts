import { count, fields, type Fields } from '../util/fields.ts';
import { MESSAGES } from './anthropic/request.ts';
import { ContentResponseReader } from './google-genai/response-reader.ts';
import { READABLE_APIS } from './openai/request.ts';
import { ResponsesResponseReader } from './openai/response-reader.ts';
import type { ResponseReader } from './response-reader.ts';

type MakeReader = (request: Fields, streams: boolean) => ResponseReader;

/** The reader of a response by its API format. `request` is the request's body; `streams` if the response is a stream. */
const READERS: ReadonlyMap<string | undefined, MakeReader> = new Map<string, MakeReader>([
  ...[...READABLE_APIS, MESSAGES].map(
    (api) => [api.apiFormat, (request) => api.responseReader(request)] as [string, MakeReader],
  ),
  // Only a patched SDK follows a response that is produced in the background.
  ['openai.responses', () => new ResponsesResponseReader()],
  [
    'gemini.generate_content',
    ({ generationConfig }, streams) =>
      new ContentResponseReader(count(fields(generationConfig).candidateCount) ?? 1, streams),
  ],
]);

/** A reader for one response; undefined if no reader knows the format. */
export function responseReaderOf(
  apiFormat: string | undefined,
  request: Fields,
  streams: boolean,
): ResponseReader | undefined {
  return READERS.get(apiFormat)?.(request, streams);
}
