import { getBackendSrv, isFetchError } from '@grafana/runtime';
import type { ClickHouseRequest, ClickHouseResponse, ClickHouseTransport } from '@tokentrail/usage-store';
import type { Observable } from 'rxjs';
import { Limiter } from './limiter.ts';

/** Grafana's own limit is five over HTTP/1.1; the rest of the page needs some of it. */
const AT_ONCE = 3;
const limiter = new Limiter(AT_ONCE);

/**
 * Asks a store through a route of Grafana's data source proxy, whose server adds address and account.
 *
 * @param proxyUrl `/api/datasources/proxy/uid/<uid>`, without Grafana's sub path: backendSrv resolves it.
 */
export function proxyTransport(proxyUrl: string, route: 'ledger' | 'attempts' | 'traces'): ClickHouseTransport {
  return (request) => limiter.run(() => send(`${proxyUrl}/${route}`, request), request.signal);
}

async function send(url: string, { query, sql, signal }: ClickHouseRequest): Promise<ClickHouseResponse> {
  const response = getBackendSrv().fetch<string>({
    url: `${url}?${new URLSearchParams(query).toString()}`,
    method: 'POST',
    headers: { 'Content-Type': 'text/plain; charset=UTF-8' },
    data: sql,
    responseType: 'text',
    showErrorAlert: false,
  });
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

/** The answer of a store or proxy that refused, as Grafana's `FetchError` carries it; null where there was none. */
export function responseIn(error: unknown): ClickHouseResponse | null {
  if (!isFetchError<unknown>(error) || error.cancelled === true || !(error.status > 0)) {
    return null;
  }
  return { status: error.status, body: textOf(error.data) };
}

/** backendSrv wraps a text body: `{ message, response }`. An empty one becomes a message of its own. */
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

/** The first value; unsubscribing, which aborts the request, when `signal` says so. */
function firstOf<T>(observable: Observable<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      subscription.unsubscribe();
      reject(new DOMException('The request was given up.', 'AbortError'));
    };
    const subscription = observable.subscribe({
      next: (value) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(value);
      },
      error: (error: unknown) => {
        signal?.removeEventListener('abort', giveUp);
        reject(error);
      },
    });
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
