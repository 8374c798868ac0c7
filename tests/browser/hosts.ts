import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GrafanaRelease, startPreview } from '@tokentrail/preview';
import { DATA_SOURCE_TYPE } from './names.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type UserName = 'admin' | 'viewer';

/** A data source that the specs add to a host. */
export interface DataSourceSpec {
  /** Plugin id. Default: that of this plugin's data source. */
  type?: string;
  uid: string;
  name: string;
  jsonData: Record<string, string>;
  secureJsonData: Record<string, string>;
}

/** The server on which the specs run. */
export interface Host {
  kind: 'preview' | 'grafana';
  /** Absolute, with a trailing `/`. */
  baseUrl(user: UserName): string;
  /** Headers that authenticate a request as this user. */
  headers(user: UserName): Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Starts the preview page with the libraries of this Grafana. These data sources are provisioned in addition to the
 * product's.
 */
export async function startPreviewHost(
  dataSources: DataSourceSpec[],
  grafana: GrafanaRelease,
  subPath = '/',
): Promise<Host> {
  const provisioningDir = mkdtempSync(path.join(tmpdir(), 'tokentrail-browser-'));
  if (existsSync(path.join(ROOT, 'provisioning'))) {
    cpSync(path.join(ROOT, 'provisioning'), provisioningDir, { recursive: true });
  }
  cpSync(path.join(import.meta.dirname, 'provisioning'), provisioningDir, { recursive: true });
  mkdirSync(path.join(provisioningDir, 'datasources'), { recursive: true });
  const entries = dataSources.map((source) => ({ type: DATA_SOURCE_TYPE, ...source, access: 'proxy' }));
  writeFileSync(path.join(provisioningDir, 'datasources/tests.yaml'), JSON.stringify({ datasources: entries }));
  const pluginDir = path.join(ROOT, 'grafana-plugin/dist');
  const ports = { admin: 0, viewer: 0 };
  const preview = await startPreview({ pluginDir, provisioningDir, env: {}, ports, subPath, grafana });
  return {
    kind: 'preview',
    baseUrl: (user) => (user === 'admin' ? preview.adminUrl : preview.viewerUrl),
    headers: () => ({}),
    stop: async () => {
      await preview.stop();
      rmSync(provisioningDir, { recursive: true, force: true });
    },
  };
}

/**
 * Uses a running Grafana that has the plugin: `GRAFANA_URL`, `GRAFANA_ADMIN` as `login:password` (default
 * `admin:admin`) and `GRAFANA_VIEWER` (default: the anonymous user, who must then be a viewer). Creates data sources
 * and the test dashboards through its API, and removes them.
 */
export async function useGrafanaHost(dataSources: DataSourceSpec[], env: NodeJS.ProcessEnv): Promise<Host> {
  const baseUrl = `${(env['GRAFANA_URL'] ?? '').replace(/\/$/, '')}/`;
  const logins: Record<UserName, string | undefined> = {
    admin: env['GRAFANA_ADMIN'] ?? 'admin:admin',
    viewer: env['GRAFANA_VIEWER'],
  };
  const headers = (user: UserName): Record<string, string> => {
    const login = logins[user];
    return login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  };
  const api = (method: string, apiPath: string, body?: object) =>
    fetch(`${baseUrl}api/${apiPath}`, {
      method,
      headers: { ...headers('admin'), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  for (const source of dataSources) {
    await api('DELETE', `datasources/uid/${source.uid}`);
    const created = await api('POST', 'datasources', { type: DATA_SOURCE_TYPE, ...source, access: 'proxy' });
    if (!created.ok) {
      throw new Error(`Grafana did not create data source ${source.name}: ${created.status} ${await created.text()}`);
    }
  }
  const dashboards = testDashboards();
  for (const dashboard of dashboards) {
    await api('POST', 'dashboards/db', { dashboard, overwrite: true });
  }
  return {
    kind: 'grafana',
    baseUrl: () => baseUrl,
    headers,
    stop: async () => {
      await Promise.all(dashboards.map(({ uid }) => api('DELETE', `dashboards/uid/${uid}`)));
      await Promise.all(dataSources.map((source) => api('DELETE', `datasources/uid/${source.uid}`)));
    },
  };
}

/** The dashboards of the preview page. */
function testDashboards(): { uid: string }[] {
  const folder = path.join(import.meta.dirname, 'provisioning/dashboards');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { uid: string });
}
