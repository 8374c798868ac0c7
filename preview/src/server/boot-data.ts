import type { JsonObject } from './json.ts';
import { objectOf } from './json.ts';
import type { Plugin, PluginSet } from './plugins.ts';
import type { DataSource, Provisioning } from './provisioning.ts';
import type { User } from './users.ts';

/** What the server knows, the same for all users. */
export interface Installation {
  plugins: PluginSet;
  provisioning: Provisioning;
  /** Version of Grafana's libraries that the page is built with, such as `12.4.10`. */
  version: string;
}

/** The part of `window.grafanaBootData` that plugins and libraries read. Contains no secrets and no store URLs. */
export function bootData({ plugins, provisioning, version }: Installation, user: User, rootUrl: string): JsonObject {
  const subPath = new URL(rootUrl).pathname.replace(/\/$/, '');
  return {
    assets: { dark: '', light: '' },
    navTree: [],
    user: bootUser(user),
    settings: {
      appUrl: rootUrl,
      appSubUrl: subPath,
      namespace: 'default',
      defaultDatasource: provisioning.dataSources.find((dataSource) => dataSource.isDefault)?.name ?? '',
      datasources: Object.fromEntries(
        provisioning.dataSources.map((source) => [
          source.name,
          instanceSettings(source, plugins.byId.get(source.type)),
        ]),
      ),
      panels: Object.fromEntries(ofType(plugins, 'panel').map((plugin) => [plugin.id, panelMeta(plugin)])),
      apps: { [plugins.app.id]: appMeta(plugins.app) },
      buildInfo: {
        version,
        versionString: 'TokenTrail preview',
        edition: 'Open Source',
        env: 'production',
        commit: '',
      },
      featureToggles: { topnav: true },
      licenseInfo: { enabledFeatures: {} },
      dateFormats: DATE_FORMATS,
      exploreEnabled: true,
      http2Enabled: false,
      minRefreshInterval: '5s',
      rbacEnabled: true,
      windowTitlePrefix: '',
    },
  };
}

const DATE_FORMATS = {
  fullDate: 'YYYY-MM-DD HH:mm:ss',
  useBrowserLocale: false,
  interval: {
    millisecond: 'HH:mm:ss.SSS',
    second: 'HH:mm:ss',
    minute: 'HH:mm',
    hour: 'MM/DD HH:mm',
    day: 'MM/DD',
    month: 'YYYY-MM',
    year: 'YYYY',
  },
  defaultTimezone: 'browser',
  defaultWeekStart: 'browser',
};

function bootUser(user: User): JsonObject {
  return {
    id: user.id,
    uid: user.login,
    login: user.login,
    name: user.login,
    email: `${user.login}@localhost`,
    isSignedIn: true,
    isGrafanaAdmin: user.role === 'Admin',
    orgId: 1,
    orgName: 'Main Org.',
    orgRole: user.role,
    language: 'en-US',
    locale: 'en-US',
    regionalFormat: 'en-US',
    timezone: 'browser',
    weekStart: 'browser',
    helpFlags1: 0,
    theme: 'dark',
    permissions: Object.fromEntries([...user.actions].map((action) => [action, true])),
  };
}

export function instanceSettings(dataSource: DataSource, plugin: Plugin | undefined): JsonObject {
  return {
    id: dataSource.id,
    uid: dataSource.uid,
    name: dataSource.name,
    type: dataSource.type,
    url: `/api/datasources/proxy/uid/${dataSource.uid}`,
    access: 'proxy',
    isDefault: dataSource.isDefault,
    jsonData: dataSource.jsonData,
    readOnly: true,
    preload: false,
    module: plugin === undefined ? `core:plugin/${dataSource.type}` : moduleOf(plugin),
    meta: plugin === undefined ? foreignMeta(dataSource.type) : dataSourceMeta(plugin),
  };
}

/** Metadata of a data source type that is part of Grafana and cannot be loaded here. */
function foreignMeta(type: string): JsonObject {
  return {
    id: type,
    type: 'datasource',
    name: type,
    metrics: true,
    module: `core:plugin/${type}`,
    baseUrl: '',
    info: EMPTY_INFO,
  };
}

const EMPTY_INFO = {
  author: { name: '' },
  description: '',
  links: [],
  logos: { small: '', large: '' },
  screenshots: [],
  version: '',
  updated: '',
};

function dataSourceMeta(plugin: Plugin): JsonObject {
  const flags = [
    'metrics',
    'annotations',
    'alerting',
    'logs',
    'tracing',
    'streaming',
    'backend',
    'explore',
    'queryOptions',
  ];
  return { ...pluginMeta(plugin), ...Object.fromEntries(flags.map((flag) => [flag, plugin.manifest[flag] ?? false])) };
}

function panelMeta(plugin: Plugin): JsonObject {
  return {
    ...pluginMeta(plugin),
    hideFromList: false,
    sort: 100,
    skipDataQuery: plugin.manifest['skipDataQuery'] === true,
  };
}

function appMeta(plugin: Plugin): JsonObject {
  return { ...pluginMeta(plugin), path: moduleOf(plugin), version: objectOf(plugin.manifest['info'])['version'] ?? '' };
}

/** Metadata that Grafana sends for every plugin. Paths are relative to the page's base URL. */
export function pluginMeta(plugin: Plugin): JsonObject {
  const info = objectOf(plugin.manifest['info']);
  const logos = Object.entries(objectOf(info['logos'])).map(([size, file]) => [
    size,
    `${baseOf(plugin)}/${String(file)}`,
  ]);
  return {
    id: plugin.id,
    type: plugin.type,
    name: plugin.manifest['name'],
    module: moduleOf(plugin),
    baseUrl: baseOf(plugin),
    info: { ...EMPTY_INFO, ...info, logos: Object.fromEntries(logos) },
    includes: plugin.manifest['includes'] ?? [],
    dependencies: plugin.manifest['dependencies'] ?? {},
    extensions: plugin.manifest['extensions'] ?? {},
    preload: false,
    angular: { detected: false },
    loadingStrategy: 'script',
    signature: 'unsigned',
    state: '',
  };
}

function baseOf(plugin: Plugin): string {
  return `public/plugins/${plugin.id}`;
}

function moduleOf(plugin: Plugin): string {
  return `${baseOf(plugin)}/module.js`;
}

function ofType(plugins: PluginSet, type: Plugin['type']): Plugin[] {
  return [...plugins.byId.values()].filter((plugin) => plugin.type === type);
}
