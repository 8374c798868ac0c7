import { subscribe } from 'node:diagnostics_channel';
import type { AttemptStart, KeyInfo, ResponseHead } from '../../types.ts';
import { guarded } from '../../util/guarded.ts';
import { claimActiveSpan } from '../../api/start-call.ts';
import { defined } from '../../util/defined.ts';
import { count, fields, text } from '../../util/fields.ts';
import { endpointOfUrl } from '../endpoint.ts';
import { headOf, proxyHeadOf, type ProxyHead } from '../response-head.ts';

/** A request when it is sent. */
export interface ObservedRequest {
  /** Scheme, host, port and path, without the query. */
  url: string;
  key: KeyInfo | undefined;
}

export interface ObservedResponse {
  head: ResponseHead;
  proxy: ProxyHead | undefined;
  /** Its body is an event stream. */
  streams: boolean;
}

/** Receives the requests that code in its context makes. */
export interface RequestObserver {
  /** The operation of its call. Third-party spans of another type describe other calls. */
  readonly operation: string;
  requestSent(request: ObservedRequest): void;
  headersReceived(response: ObservedResponse): void;
  /** The request failed, or its caller aborted it, before the end of the response. */
  requestFailed(error: unknown): void;
  /** The response is complete. */
  responseReceived(): void;
}

/**
 * The attempt of a request that a model sends after another call joined its record: it has its own endpoint and key.
 */
export function furtherAttempt({ url, key = {} }: ObservedRequest, model: string | undefined): AttemptStart {
  const { provider, serverAddress, serverPort, path: endpoint } = endpointOfUrl(url);
  return { key, continues: true, ...defined({ provider, serverAddress, serverPort, endpoint, model }) };
}

const REQUEST_ID_HEADERS = ['x-request-id', 'request-id', 'apim-request-id'];
const AUTHORIZATION: ReadonlySet<string> = new Set(['authorization']);
const KEY_HEADERS: ReadonlySet<string> = new Set(['x-api-key', 'api-key', 'x-goog-api-key']);
const CONTENT_TYPE: ReadonlySet<string> = new Set(['content-type']);

/**
 * Reports the requests that `fetch` sends for models, and the headers of their responses. Calls `currentObserver` for
 * each request of the process.
 */
export function observeRequests(currentObserver: () => RequestObserver | undefined): void {
  const observers = new WeakMap<object, RequestObserver>();
  const on = (channel: string, handle: (request: object, message: object) => void) => {
    subscribe(channel, (message) =>
      guarded(channel, () => {
        const { request } = fields(message);
        if (typeof request === 'object' && request !== null) handle(request, message as object);
      }),
    );
  };
  on('undici:request:create', (request) => {
    const observer = currentObserver();
    const observed = observer && modelRequest(request);
    if (observer === undefined || observed === undefined) return;
    observers.set(request, observer);
    claimActiveSpan(observer.operation);
    observer.requestSent(observed);
  });
  on('undici:request:headers', (request, message) => {
    const { statusCode, headers } = fields(fields(message).response);
    const status = count(statusCode);
    const observer = observers.get(request);
    if (status === undefined || observer === undefined) return;
    const header = (name: string) => headerIn(headers, new Set([name]));
    observer.headersReceived({
      head: headOf(status, header, REQUEST_ID_HEADERS),
      proxy: proxyHeadOf(header),
      streams: header('content-type')?.startsWith('text/event-stream') === true,
    });
  });
  on('undici:request:trailers', (request) => observers.get(request)?.responseReceived());
  on('undici:request:error', (request, message) => observers.get(request)?.requestFailed(fields(message).error));
}

/** The request if it may go to a model: a POST whose body is not a form. Forms are used to fetch access tokens. */
function modelRequest(request: object): ObservedRequest | undefined {
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

/**
 * The value of the first header in `names`. `headers` alternates names and values, as undici does, as strings or bytes.
 */
function headerIn(headers: unknown, names: ReadonlySet<string>): string | undefined {
  if (!Array.isArray(headers)) {
    return undefined;
  }
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (names.has(String(headers[index]).toLowerCase())) return text(String(headers[index + 1]));
  }
  return undefined;
}
