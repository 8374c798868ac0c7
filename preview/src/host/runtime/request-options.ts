import type { BackendSrvRequest } from '@grafana/runtime';

/** A request as Grafana completes it; an error's `config` shows it so. */
export interface CompletedRequest extends BackendSrvRequest {
  headers: Record<string, unknown>;
}

/** The address becomes relative, so that the page's base adds a sub path. */
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

/** Parameters are appended as Grafana writes them: it does not look whether the address has some already. */
export function requestUrl({ url, params }: Pick<BackendSrvRequest, 'url' | 'params'>): string {
  const query = Object.entries(params ?? {})
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .flatMap(([name, value]) => [value].flat().map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`))
    .join('&');
  return query === '' ? url : `${url}?${query}`;
}

/** What `fetch` is given. Objects travel as JSON unless the caller's content type says otherwise. */
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

/** The answer's body in the form asked for. Without one: JSON where it parses, else text. */
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

/** Requests that reach a store, of which Grafana runs five at once over HTTP/1.1. */
export function isDataRequest(url: string): boolean {
  return url.includes('api/datasources/proxy/') || url.includes('api/ds/query');
}

/** Whether it goes to the server the page came from. */
export function isLocalRequest(url: string): boolean {
  return !/^https?:/.test(url);
}
