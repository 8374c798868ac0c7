import type { IncomingMessage } from 'node:http';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request is refused, or undefined. Any web page can reach loopback: a name of its own that resolves there shows in
 * `Host`, a form or fetch of its own in `Origin`, its images, scripts and frames in `Sec-Fetch-Site`.
 *
 * @param port the listener's.
 * @param isPage whether the path is the page's: links on other sites may lead there.
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
    return 'origin not allowed: another site may link to the page, and load nothing from here';
  }
  return undefined;
}

/** A click on a link. A frame or an embedded object navigates too, with a destination of its own. */
function isTopLevelNavigation(headers: IncomingMessage['headers']): boolean {
  const destination = headers['sec-fetch-dest'] ?? 'document';
  return headers['sec-fetch-mode'] === 'navigate' && destination === 'document';
}
