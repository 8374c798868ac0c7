import type { StoreResponse } from '../failed-response.ts';

/** One request to Tempo's HTTP API: a GET. */
export interface TempoRequest {
  /** Below `/api/`, such as `search`. */
  path: string;
  query: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/**
 * Sends a request to one tenant and resolves with the response, with any status. Rejects only if there is no response: the
 * store is unreachable, or `signal` aborted the request. The implementation decides how to authenticate.
 */
export type TempoTransport = (request: TempoRequest) => Promise<StoreResponse>;

export interface TempoHttpTransportOptions {
  /** Base URL of Tempo, such as `http://127.0.0.1:3200`. */
  url: string;
  /** Sent as `X-Scope-OrgID`. */
  tenant: string;
  /** The `Authorization` header for a proxy in front of Tempo, which has no authentication of its own. Default: none. */
  authorization?: string;
}

/** Sends requests directly to Tempo. For Node, where the program may know the credentials. */
export function tempoHttpTransport({ url, tenant, authorization }: TempoHttpTransportOptions): TempoTransport {
  const base = url.replace(/\/+$/, '');
  return async ({ path, query, signal }) => {
    const response = await fetch(`${base}/api/${path}?${new URLSearchParams(query).toString()}`, {
      headers: { 'X-Scope-OrgID': tenant, ...(authorization && { Authorization: authorization }) },
      ...(signal && { signal }),
    });
    return { status: response.status, body: await response.text() };
  };
}
