import { errorOfRejection } from '../failed-response.ts';
import { errorOfClickHouse } from './errors.ts';
import type { ClickHouseRequest, HttpTransportOptions } from './transport.ts';

/**
 * Sends a request of which the caller reads the response while it arrives, so that its size does not matter. For Node, like
 * `httpTransport`. Rejects with `StoreError` before the first byte; if the store fails later, the iteration rejects with one.
 */
export async function readStream(
  { url, user, password }: HttpTransportOptions,
  { sql, query, signal }: ClickHouseRequest,
): Promise<AsyncIterable<Uint8Array>> {
  const target = new URL(url);
  target.search = new URLSearchParams(query).toString();
  const response = await fetch(target, {
    method: 'POST',
    headers: {
      'Content-Type': 'text/plain; charset=UTF-8',
      'X-ClickHouse-User': user,
      'X-ClickHouse-Key': password,
      // Compressing a file of this size costs the store more time than sending it to a program beside it.
      'Accept-Encoding': 'identity',
    },
    body: sql,
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw errorOfRejection(cause, signal);
  });
  if (response.status !== 200) {
    throw errorOfClickHouse({ status: response.status, body: await response.text() });
  }
  return bytesOf(response, signal);
}

/** A server that fails after the first byte ends the connection without the end of the response. */
async function* bytesOf({ body }: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  // Browsers' types of streams have no iterator, and the plugin is checked with them.
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      yield next.value;
    }
  } catch (cause) {
    throw errorOfRejection(cause, signal);
  } finally {
    // The caller may have stopped before the end.
    await reader.cancel().catch(() => undefined);
  }
}
