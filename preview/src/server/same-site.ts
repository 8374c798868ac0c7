import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request is refused, or undefined. Any web page can reach loopback: a name of its own that resolves there shows in
 * `Host`, a form or fetch of its own in `Origin`, its images and scripts in `Sec-Fetch-Site`.
 *
 * @param port the listener's.
 */
export function refusalOf(headers: IncomingHttpHeaders, port: number, isApi: boolean): string | undefined {
  const hosts = LOOPBACK_HOSTS.map((host) => `${host}:${port}`);
  const host = headers.host ?? '';
  if (!hosts.includes(host)) {
    return 'host not allowed';
  }
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) {
    return 'origin not allowed';
  }
  const site = headers['sec-fetch-site'];
  if (isApi && site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'origin not allowed';
  }
  return undefined;
}
