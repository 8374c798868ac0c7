import { randomBytes } from 'node:crypto';
import type { JsonObject } from './json.ts';

/** Grafana's default `content_security_policy_template`, which operators can enable. */
const POLICY =
  "script-src 'self' 'unsafe-eval' 'unsafe-inline' 'strict-dynamic' 'nonce-$NONCE';object-src 'none';font-src 'self';" +
  "style-src 'self' 'unsafe-inline' blob:;img-src * data:;base-uri 'self';" +
  "connect-src 'self' grafana.com ws://$ROOT_PATH wss://$ROOT_PATH;manifest-src 'self';media-src 'none';form-action 'self';";

/** Placeholder in the built page that the server replaces with a new nonce on each load. */
export const NONCE_PLACEHOLDER = '__PREVIEW_NONCE__';
const HEAD_PLACEHOLDER = '<!-- boot data -->';

/**
 * Creates the page with its headers. The page is the same for every path.
 *
 * @param template the built index.html.
 * @param rootUrl URL of the page's root, e.g. `http://127.0.0.1:3000/grafana/`.
 */
export function renderPage(
  template: string,
  boot: JsonObject,
  rootUrl: string,
): { headers: Record<string, string>; html: string } {
  const nonce = randomBytes(16).toString('base64');
  const base = new URL(rootUrl).pathname;
  const head =
    `<base href="${base}" />` +
    `<script nonce="${nonce}">window.__grafana_public_path__=${scriptText(`${base}public/`)};` +
    `window.grafanaBootData=${scriptText(boot)};</script>`;
  return {
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY.replace('$NONCE', nonce).replaceAll(
        '$ROOT_PATH',
        rootUrl.replace(/^https?:\/\//, ''),
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'deny',
    },
    html: template.replace(HEAD_PLACEHOLDER, () => head).replaceAll(NONCE_PLACEHOLDER, nonce),
  };
}

/** JSON without characters that could end its script element. */
function scriptText(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
