/** The fields that the gateway reads from a chat completion or one of its chunks. */
interface Completion {
  choices?: unknown[];
  usage?: object | null;
}

/** Splits a byte stream into server-sent events. Yields the text of each event without the blank line. */
export async function* serverSentEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    yield* events;
  }
}

/** Parsed data of an event; null for `[DONE]` and for data that is not JSON. */
export function dataOf(event: string): Completion | null {
  const data = /^data: (.*)$/m.exec(event)?.[1];
  if (data === undefined || data === '[DONE]') {
    return null;
  }
  try {
    return JSON.parse(data) as Completion;
  } catch {
    return null;
  }
}

/** True for a chunk with usage only. The gateway requested it; the client may not have. */
export function isUsageChunk(chunk: Completion | null): boolean {
  return chunk?.choices?.length === 0 && chunk.usage != null;
}

interface ErrorBody {
  error?: { message?: string; type?: string; code?: string | null };
}

/** The provider's error code and message. */
export function errorOf(status: number, body: unknown): { code: string; message: string } {
  const error = (body as ErrorBody | null)?.error;
  return {
    code: error?.code ?? error?.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
    message: error?.message ?? `status ${status}`,
  };
}
