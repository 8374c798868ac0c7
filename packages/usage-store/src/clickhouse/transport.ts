/** One query for ClickHouse's HTTP interface: a POST whose body is the SQL. */
export interface ClickHouseRequest {
  /** The query string: `param_<name>` for each placeholder of the SQL. */
  query: Readonly<Record<string, string>>;
  sql: string;
  signal?: AbortSignal;
}

export interface ClickHouseResponse {
  status: number;
  /** The body as text, of failures too. */
  body: string;
}

/**
 * Takes a request to one store under one account and brings the answer, whatever its status. Rejects only when no answer
 * came: unreachable, or given up by `signal`. How it authenticates is its own affair.
 */
export type ClickHouseTransport = (request: ClickHouseRequest) => Promise<ClickHouseResponse>;

export interface HttpTransportOptions {
  /** Base URL of ClickHouse's HTTP interface, such as `http://127.0.0.1:8123`. */
  url: string;
  user: string;
  password: string;
  fetch?: typeof globalThis.fetch;
}

/** Asks a ClickHouse server directly, with its account in headers: for Node, where the password may be known. */
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
