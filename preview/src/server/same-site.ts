import type { IncomingMessage } from 'node:http';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Reason to refuse a request, or undefined. Any web page can send requests to loopback. A domain that resolves to
 * loopback is visible in `Host`, forms and fetches in `Origin`, and images, scripts and embedded pages in
 * `Sec-Fetch-Site`.
 *
 * @param port port of the listener.
 * @param isPage whether the path is that of the page, which other sites may link to.
 */
export function refusalOf(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  port: number,
  isPage: boolean,
): string | undefined {
  const hosts = LOOPBACK_HOSTS.map((host) => `${host}:${port}`);
  const host = headers.host ?? '';
  if (!hosts.includes(host)) {
    return `host not allowed: open http://127.0.0.1:${port}/`;
  }
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) {
    return 'origin not allowed: only this page may send requests here';
  }
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  if (!isOwn && !(isPage && method === 'GET' && isTopLevelNavigation(headers))) {
    return 'origin not allowed: other sites may link to the page but not load anything from it';
  }
  return undefined;
}

/** Whether the request is a click on a link. Embedded pages and objects navigate too, but with other destinations. */
function isTopLevelNavigation(headers: IncomingMessage['headers']): boolean {
  const destination = headers['sec-fetch-dest'] ?? 'document';
  return headers['sec-fetch-mode'] === 'navigate' && destination === 'document';
}
