import { subscribe } from 'node:diagnostics_channel';
import type { KeyInfo } from '../../types.ts';
import { guarded } from '../../util/guarded.ts';
import { claimActiveSpan } from '../../api/start-call.ts';
import { count, fields, text } from '../../util/fields.ts';

/** A request as it leaves. */
export interface SeenRequest {
  /** Scheme, host, port and path, without the query. */
  url: string;
  key: KeyInfo | undefined;
}

export interface SeenResponse {
  statusCode: number;
  requestId: string | undefined;
  /** Its body comes in events. */
  streams: boolean;
}

/** Who hears of the requests that code in its frame makes. */
export interface RequestObserver {
  /** What its call asks for: spans of another type tell of calls of their own. */
  readonly operation: string;
  requested(request: SeenRequest): void;
  responded(response: SeenResponse): void;
  /** It failed, or its caller ended it, before the response was whole. */
  requestFailed(error: unknown): void;
  /** The response has come whole. */
  responseCame(): void;
}

const REQUEST_ID_HEADERS: ReadonlySet<string> = new Set(['x-request-id', 'request-id', 'apim-request-id']);
const AUTHORIZATION: ReadonlySet<string> = new Set(['authorization']);
const KEY_HEADERS: ReadonlySet<string> = new Set(['x-api-key', 'api-key', 'x-goog-api-key']);
const CONTENT_TYPE: ReadonlySet<string> = new Set(['content-type']);

/**
 * Tells of the requests that `fetch` sends for models: where they go, and what the head of the response says. `observerInForce`
 * is asked at each request of the process.
 */
export function observeRequests(observerInForce: () => RequestObserver | undefined): void {
  const observers = new WeakMap<object, RequestObserver>();
  const on = (channel: string, hear: (request: object, message: object) => void) => {
    subscribe(channel, (message) =>
      guarded(channel, () => {
        const { request } = fields(message);
        if (typeof request === 'object' && request !== null) hear(request, message as object);
      }),
    );
  };
  on('undici:request:create', (request) => {
    const observer = observerInForce();
    const seen = observer && modelRequest(request);
    if (observer === undefined || seen === undefined) return;
    observers.set(request, observer);
    claimActiveSpan(observer.operation);
    observer.requested(seen);
  });
  on('undici:request:headers', (request, message) => {
    const { statusCode, headers } = fields(fields(message).response);
    const status = count(statusCode);
    if (status === undefined) return;
    const requestId = headerIn(headers, REQUEST_ID_HEADERS);
    const streams = headerIn(headers, CONTENT_TYPE)?.startsWith('text/event-stream') === true;
    observers.get(request)?.responded({ statusCode: status, requestId, streams });
  });
  on('undici:request:trailers', (request) => observers.get(request)?.responseCame());
  on('undici:request:error', (request, message) => observers.get(request)?.requestFailed(fields(message).error));
}

/** Models are asked by POST. A form is how a token for that is fetched. */
function modelRequest(request: object): SeenRequest | undefined {
  const { method, origin, path, headers } = fields(request);
  if (method !== 'POST' || headerIn(headers, CONTENT_TYPE)?.startsWith('application/x-www-form-urlencoded') === true) {
    return undefined;
  }
  const bearer = headerIn(headers, AUTHORIZATION)?.match(/^Bearer\s+(\S+)$/i)?.[1];
  const value = bearer ?? headerIn(headers, KEY_HEADERS);
  return {
    url: `${String(origin)}${(text(path) ?? '').replace(/[?#].*$/s, '')}`,
    key: value === undefined ? undefined : { value },
  };
}

/** The first header of those; undici keeps names and values in turn, as text or bytes. */
function headerIn(headers: unknown, names: ReadonlySet<string>): string | undefined {
  if (!Array.isArray(headers)) {
    return undefined;
  }
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (names.has(String(headers[at]).toLowerCase())) return text(String(headers[at + 1]));
  }
  return undefined;
}
