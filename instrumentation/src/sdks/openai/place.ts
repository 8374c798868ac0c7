import type { CallStart } from '../../record-types.ts';
import { providerOfHost } from '../provider-of-host.ts';
import type { OpenAIClient } from './sdk.ts';

type Place = Pick<CallStart, 'provider' | 'serverAddress' | 'serverPort' | 'path'>;

/** Who is called, and where: by the client's base URL. `path` is that of the SDK's request. */
export function placeOf(client: OpenAIClient, path: string): Place {
  const base = URL.parse(path) ?? URL.parse(client.baseURL);
  if (base === null) {
    return { path };
  }
  const host = base.hostname.replace(/^\[|\]$/g, '');
  return {
    provider: isAzure(client) ? 'azure.ai.openai' : providerOfHost(host),
    serverAddress: host,
    serverPort: base.port === '' ? (base.protocol === 'http:' ? 80 : 443) : Number(base.port),
    path: path.startsWith('/') ? base.pathname.replace(/\/$/, '') + path : base.pathname,
  };
}

/** The path of the URL that a try goes to, without the query. */
export function pathOf(url: string): string | undefined {
  return URL.parse(url)?.pathname;
}

/** Azure's own client also goes through gateways that carry a host of the customer's. */
function isAzure(client: OpenAIClient): boolean {
  return typeof client.apiVersion === 'string' && client.apiVersion !== '';
}
