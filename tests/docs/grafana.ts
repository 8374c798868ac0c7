import type { Preview } from '@tokentrail/preview';
import { useGrafanaHost } from '../browser/hosts.ts';
import { DATA_SOURCE_UID } from './names.ts';

export type Role = 'Viewer' | 'Admin';

/** A Grafana, or the preview, with the usage data source on the chain of these tests. */
export interface GrafanaSite {
  /** Without a slash at the end. The preview, which has no login, has one address for each role. */
  url(role: Role): string;
  /** A token of a service account. */
  token(role: Role): string;
  /** False: every caller is let in. */
  checksTokens: boolean;
  stop(): Promise<void>;
}

export function previewSite(preview: Preview): GrafanaSite {
  return {
    url: (role) => (role === 'Admin' ? preview.adminUrl : preview.viewerUrl).replace(/\/$/, ''),
    token: () => 'glsa_docs',
    checksTokens: false,
    stop: () => Promise.resolve(),
  };
}

/**
 * Uses the Grafana of `GRAFANA_URL` with a data source and two service accounts, which are removed at the end.
 *
 * @param secureJsonData Addresses and accounts of the stores.
 */
export async function realGrafanaSite(secureJsonData: Record<string, string>): Promise<GrafanaSite> {
  const source = {
    uid: DATA_SOURCE_UID,
    name: 'Usage of the docs',
    jsonData: { kind: 'clickhouse', ledgerDatabase: 'tokentrail_ledger', tracesDatabase: 'tokentrail_traces' },
    secureJsonData,
  };
  const host = await useGrafanaHost([source], process.env);
  const base = host.baseUrl('admin').replace(/\/$/, '');
  const api = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const headers = { ...host.headers('admin'), 'content-type': 'application/json' };
    const response = await fetch(`${base}/api/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`Grafana: ${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const accounts = new Map<Role, { id: unknown; token: string }>();
  for (const role of ['Viewer', 'Admin'] as const) {
    // Names of accounts and tokens are unique in an organisation.
    const name = `docs ${role} ${Date.now()}`;
    const { id } = await api('POST', 'serviceaccounts', { name, role });
    const { key } = await api('POST', `serviceaccounts/${String(id)}/tokens`, { name });
    accounts.set(role, { id, token: String(key) });
  }
  return {
    url: () => base,
    token: (role) => accounts.get(role)?.token ?? '',
    checksTokens: true,
    stop: async () => {
      await Promise.all([...accounts.values()].map(({ id }) => api('DELETE', `serviceaccounts/${String(id)}`)));
      await host.stop();
    },
  };
}
