import { errorOfRejection, errorOfResponse, errorOfUnreadable, type StoreResponse } from '../failed-response.ts';
import type { TempoRequest, TempoTransport } from './transport.ts';

/** Sends a request and parses its response. Rejects with `StoreError`. */
export async function requestJson(transport: TempoTransport, request: TempoRequest): Promise<unknown> {
  return parse(await send(transport, request));
}

/** Like `requestJson`. Null if Tempo has no such trace. */
export async function requestTrace(transport: TempoTransport, request: TempoRequest): Promise<unknown> {
  const response = await send(transport, request);
  // A URL that is not Tempo's has a body that says so.
  return response.status === 404 && response.body === '' ? null : parse(response);
}

function send(transport: TempoTransport, request: TempoRequest): Promise<StoreResponse> {
  return transport(request).catch((cause: unknown) => {
    throw errorOfRejection(cause, request.signal);
  });
}

function parse(response: StoreResponse): unknown {
  if (response.status === 429) {
    throw errorOfResponse(response, 'limit');
  }
  if (response.status !== 200) {
    throw errorOfResponse(response);
  }
  try {
    return JSON.parse(response.body);
  } catch (cause) {
    throw errorOfUnreadable("Tempo's response is not JSON. Check the URL of the store.", response, cause);
  }
}
