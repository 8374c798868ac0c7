import { indexJson } from '../json/json-index.ts';
import { AnthropicStream } from './anthropic-stream.ts';
import { ChatStream } from './chat-stream.ts';
import { written } from './draft.ts';
import { chunksOfList, GeminiStream } from './gemini-stream.ts';
import { ResponsesStream } from './responses-stream.ts';
import { eventData, isEventStream } from './server-sent-events.ts';
import type { StreamFormat } from './stream-format.ts';

const FORMATS = [ChatStream, ResponsesStream, AnthropicStream, GeminiStream];

/** A longer stream is shown in its raw form only, because putting it together would freeze the page. In characters. */
const MAX_LENGTH = 4_000_000;

/**
 * The response that a recorded stream makes together, as JSON like that of a response without streaming. Null if the body is no stream
 * of a known format. Events that were cut are left out.
 */
export function putTogether(body: string): string | null {
  const chunks = body.length > MAX_LENGTH ? [] : chunksOf(body);
  let format: StreamFormat | null = null;
  for (const chunk of chunks) {
    const index = indexJson(chunk);
    if (index === null) {
      continue;
    }
    if (format === null) {
      const Format = FORMATS.find((one) => one.recognises(index));
      format = Format === undefined ? null : new Format();
    }
    format?.add(index);
  }
  const json = format === null ? 'null' : written(format.body());
  return json === 'null' ? null : json;
}

function chunksOf(body: string): string[] {
  if (isEventStream(body)) {
    return eventData(body);
  }
  const index = /^\s*\[/.test(body) ? indexJson(body) : null;
  return index === null ? [] : chunksOfList(index);
}
