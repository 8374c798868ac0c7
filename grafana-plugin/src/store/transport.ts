import { getBackendSrv, isFetchError, type BackendSrvRequest } from '@grafana/runtime';
import type { ClickHouseTransport, StoreResponse } from '@tokentrail/usage-store';
import type { Observable } from 'rxjs';
import { Limiter } from './limiter.ts';

/** Grafana allows five concurrent data requests over HTTP/1.1; this leaves two for the rest of the page. */
const MAX_CONCURRENT_REQUESTS = 3;
const limiter = new Limiter(MAX_CONCURRENT_REQUESTS);

/**
 * Sends ClickHouse's queries through a route of Grafana's data source proxy. Grafana's server adds URL and account.
 *
 * @param proxyUrl `/api/datasources/proxy/uid/<uid>`, without Grafana's sub path, which `backendSrv` adds
 */
export function clickHouseProxyTransport(
  proxyUrl: string,
  route: 'ledger' | 'attempts' | 'traces',
): ClickHouseTransport {
  return ({ query, sql, signal }) =>
    sendThroughProxy(
      {
        url: `${proxyUrl}/${route}?${new URLSearchParams(query).toString()}`,
        method: 'POST',
        headers: { 'Content-Type': 'text/plain; charset=UTF-8' },
        data: sql,
      },
      signal,
    );
}

/**
 * Sends a request through Grafana's data source proxy when fewer than the allowed number are open. Resolves with the
 * response of any status, and rejects if there is none.
 */
function sendThroughProxy(request: BackendSrvRequest, signal: AbortSignal | undefined): Promise<StoreResponse> {
  return limiter.run(() => send(request, signal), signal);
}

/**
 * Reads from Grafana's own API, when fewer than the allowed number of requests are open. Rejects if the response is an error.
 *
 * @param params of the query string
 */
export function readFromGrafana(
  url: string,
  params: Record<string, string | number>,
  signal: AbortSignal,
): Promise<unknown> {
  const request = () =>
    firstOf(getBackendSrv().fetch<unknown>({ url, params, method: 'GET', showErrorAlert: false }), signal);
  return limiter.run(async () => (await request()).data, signal);
}

async function send(request: BackendSrvRequest, signal: AbortSignal | undefined): Promise<StoreResponse> {
  const response = getBackendSrv().fetch<string>({ ...request, responseType: 'text', showErrorAlert: false });
  try {
    const { status, data } = await firstOf(response, signal);
    return { status, body: data };
  } catch (error) {
    const responseBody = responseIn(error);
    if (responseBody === null) {
      throw error;
    }
    return responseBody;
  }
}

/** Error response of the store or proxy, read from Grafana's `FetchError`. Null if there was no response. */
export function responseIn(error: unknown): StoreResponse | null {
  if (!isFetchError<unknown>(error) || error.cancelled === true || !(error.status > 0)) {
    return null;
  }
  return { status: error.status, body: textOf(error.data) };
}

/**
 * Text of an error body. `backendSrv` wraps a text body as `{ message, response }` and adds a message to an empty one.
 */
function textOf(data: unknown): string {
  if (typeof data === 'string') {
    return data;
  }
  if (typeof data !== 'object' || data === null) {
    return '';
  }
  const { response, message } = data as { response?: unknown; message?: unknown };
  if (typeof response === 'string') {
    return response;
  }
  return typeof message === 'string' ? message : JSON.stringify(data);
}

/** Resolves with the first value. Unsubscribes when `signal` is aborted, which cancels the request. */
function firstOf<T>(observable: Observable<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      subscription.unsubscribe();
      reject(new DOMException('The request was cancelled.', 'AbortError'));
    };
    const subscription = observable.subscribe({
      next: (value) => {
        signal?.removeEventListener('abort', cancel);
        resolve(value);
      },
      error: (error: unknown) => {
        signal?.removeEventListener('abort', cancel);
        reject(error);
      },
    });
    signal?.addEventListener('abort', cancel, { once: true });
  });
}
