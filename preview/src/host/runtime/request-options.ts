import type { BackendSrvRequest } from '@grafana/runtime';

/** Request with Grafana's defaults, as in the `config` of an error. */
export interface CompletedRequest extends BackendSrvRequest {
  headers: Record<string, unknown>;
}

/** Makes the URL relative, so that the page's base URL adds a sub path. */
export function completeRequest(options: BackendSrvRequest): CompletedRequest {
  const url = options.url.replace(/^\//, '');
  const headers = isLocalRequest(url) ? { ...options.headers, 'X-Grafana-Org-Id': 1 } : { ...options.headers };
  return {
    ...options,
    url,
    retry: options.retry ?? 0,
    headers,
    hideFromInspector: options.hideFromInspector ?? !isDataRequest(url),
  };
}

/** Appends parameters as Grafana does, which does not check whether the URL already has parameters. */
export function requestUrl({ url, params }: Pick<BackendSrvRequest, 'url' | 'params'>): string {
  const query = Object.entries(params ?? {})
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .flatMap(([name, value]) => [value].flat().map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`))
    .join('&');
  return query === '' ? url : `${url}?${query}`;
}

/** Options for `fetch`. Objects are sent as JSON unless the caller sets another content type. */
export function requestInit(options: CompletedRequest, signal: AbortSignal): RequestInit {
  const method = (options.method ?? 'GET').toUpperCase();
  const headers = new Headers(options.headers as Record<string, string>);
  if (!headers.has('accept')) {
    headers.set('accept', 'application/json, text/plain, */*');
  }
  const { data } = options;
  const isPlain = data !== undefined && data !== null && !(data instanceof Blob) && !(data instanceof FormData);
  if (isPlain && !headers.has('content-type') && method !== 'GET') {
    headers.set('content-type', 'application/json');
  }
  return {
    method,
    headers,
    signal: options.abortSignal === undefined ? signal : AbortSignal.any([signal, options.abortSignal]),
    credentials: options.credentials ?? (options.withCredentials === true ? 'include' : 'same-origin'),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: requestBody(data, headers) }),
  };
}

function requestBody(data: unknown, headers: Headers): BodyInit | null {
  if (data === undefined || data === null) {
    return null;
  }
  if (typeof data === 'string' || data instanceof Blob || data instanceof FormData || data instanceof ArrayBuffer) {
    return data;
  }
  if (headers.get('content-type')?.includes('application/x-www-form-urlencoded') === true && typeof data === 'object') {
    return new URLSearchParams(data as Record<string, string>);
  }
  return JSON.stringify(data);
}

/** Response body in the requested type. Without a type: JSON if it parses, otherwise text. */
export async function readBody(response: Response, responseType: BackendSrvRequest['responseType']): Promise<unknown> {
  switch (responseType) {
    case 'arraybuffer':
      return response.arrayBuffer();
    case 'blob':
      return response.blob();
    case 'text':
      return response.text();
    case 'json': {
      const text = await response.text();
      return text === '' ? {} : (JSON.parse(text) as unknown);
    }
    default:
      return parseIfJson(await response.text());
  }
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether a request reaches a store. Grafana runs five of these at once over HTTP/1.1. */
export function isDataRequest(url: string): boolean {
  return url.includes('api/datasources/proxy/') || url.includes('api/ds/query');
}

/** Whether the request goes to the server of the page. */
export function isLocalRequest(url: string): boolean {
  return !/^https?:/.test(url);
}
