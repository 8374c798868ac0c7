import type { StoreResponse } from '../failed-response.ts';

/** One query to ClickHouse's HTTP interface: a POST with the SQL as body. */
export interface ClickHouseRequest {
  /** The query string: `param_<name>` for each placeholder of the SQL. */
  query: Readonly<Record<string, string>>;
  sql: string;
  signal?: AbortSignal;
}

/**
 * Sends a request to one store with one account and resolves with the response, with any status. Rejects only if
 * there is no response: the store is unreachable, or `signal` aborted the request. The implementation decides how to
 * authenticate.
 */
export type ClickHouseTransport = (request: ClickHouseRequest) => Promise<StoreResponse>;

export interface HttpTransportOptions {
  /** Base URL of ClickHouse's HTTP interface, such as `http://127.0.0.1:8123`. */
  url: string;
  user: string;
  password: string;
  fetch?: typeof globalThis.fetch;
}

/**
 * Sends requests directly to a ClickHouse server, with the account in headers. For Node, where the program may know the
 * password.
 */
export function httpTransport(options: HttpTransportOptions): ClickHouseTransport {
  const fetch = options.fetch ?? globalThis.fetch;
  return async ({ query, sql, signal }) => {
    const url = new URL(options.url);
    url.search = new URLSearchParams(query).toString();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'text/plain; charset=UTF-8',
        'X-ClickHouse-User': options.user,
        'X-ClickHouse-Key': options.password,
      },
      body: sql,
      ...(signal && { signal }),
    });
    return { status: response.status, body: await response.text() };
  };
}
