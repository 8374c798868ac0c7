import { locationUtil, type DataSourceInstanceSettings, type GrafanaConfig } from '@grafana/data';
import { config, setBackendSrv, setDataSourceSrv, type BackendSrv, type DataSourceSrv } from '@grafana/runtime';
import { from, of, throwError, type Observable } from 'rxjs';
import { DATASOURCE_TYPE, PLUGIN_ID, READ_TRACES } from '../constants.ts';
import { UsageDataSource } from '../datasources/usage/DataSource.ts';
import type { UsageOptions } from '../datasources/usage/types.ts';
import type { AppSettings } from '../store/grafana-stores.ts';
import type { ReplayedClickHouse } from './replayed-clickhouse.ts';

/** A request of the plugin to Grafana's own API. */
export interface ApiRequest {
  url: string;
  method: string | undefined;
  data: unknown;
}

export interface GrafanaOptions {
  store: ReplayedClickHouse;
  /** Default: may read traces and add data sources. */
  user?: 'admin' | 'viewer';
  /** Uids of the data sources that the user may query. Default: `clickhouse`. */
  dataSources?: readonly string[];
  /** Settings of each of these data sources. Default: none. */
  settings?: UsageOptions;
  /** Data sources of other plugins. Default: none. */
  others?: readonly { uid: string; type: string; name: string }[];
  /** Settings of the app, as its API returns them. Default: none. */
  appSettings?: AppSettings;
  /** Names of the secure fields of each data source that are set. Default: the user may not read them. */
  secureFields?: readonly string[];
}

/**
 * Provides Grafana's services to the plugin: data sources of the plugin's own class, and an HTTP client whose data source
 * proxy leads to `store` and, like Grafana's server, denies attempts and traces to viewers.
 *
 * @returns the requests to Grafana's API, in order.
 */
export function installGrafana({
  store,
  user = 'admin',
  dataSources = ['clickhouse'],
  settings = {},
  others = [],
  appSettings = {},
  secureFields,
}: GrafanaOptions): ApiRequest[] {
  const isAdmin = user === 'admin';
  const apiRequests: ApiRequest[] = [];
  config.bootData.user.permissions = isAdmin ? { [READ_TRACES]: true, 'datasources:create': true } : {};
  locationUtil.initialize({
    // Only `appSubUrl` is used.
    config: { appSubUrl: '' } as GrafanaConfig,
    getTimeRangeForUrl: () => ({ from: 'now-6h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
  setDataSourceSrv(dataSourcesOf(dataSources, settings, others));
  const client: Pick<BackendSrv, 'fetch'> = {
    fetch: ({ url, method, data }) => {
      const [, path, query] = /^\/api\/datasources\/proxy\/uid\/[^/]+\/([^?]+)\?(.*)$/.exec(url) ?? [];
      if (path === undefined) {
        apiRequests.push({ url, method, data });
        if (url.startsWith('/api/datasources/uid/')) {
          return settingsOfDataSource(secureFields) as Observable<never>;
        }
        const isSettings = url === `/api/plugins/${PLUGIN_ID}/settings`;
        return of({ status: 200, data: isSettings ? { jsonData: appSettings } : {} }) as Observable<never>;
      }
      return proxied(store, isAdmin, path, {
        sql: String(data),
        parameters: new URLSearchParams(query),
      }) as Observable<never>;
    },
  };
  setBackendSrv(client as BackendSrv);
  return apiRequests;
}

function settingsOfDataSource(secureFields: readonly string[] | undefined) {
  return secureFields === undefined
    ? throwError(() => ({ status: 403, data: { message: 'You need additional permissions' }, config: {} }))
    : of({ status: 200, data: { secureJsonFields: Object.fromEntries(secureFields.map((name) => [name, true])) } });
}

/** Sends a request to the store. The error of a failed response has the shape of Grafana's `FetchError`. */
function proxied(
  store: ReplayedClickHouse,
  isAdmin: boolean,
  route: string,
  request: { sql: string; parameters: URLSearchParams },
) {
  const send = async () => {
    const denied = !isAdmin && route !== 'ledger';
    const { status, body } = denied
      ? { status: 403, body: 'plugin proxy route access denied' }
      : await store.respond({ route, ...request });
    if (status >= 400) {
      throw { status, data: { message: body, response: body }, config: { url: route } };
    }
    return { status, data: body };
  };
  return from(send());
}

function dataSourcesOf(
  uids: readonly string[],
  jsonData: UsageOptions,
  others: NonNullable<GrafanaOptions['others']>,
): DataSourceSrv {
  const settings = uids.map(
    (uid) =>
      ({
        uid,
        type: DATASOURCE_TYPE,
        name: `Store ${uid}`,
        meta: { id: DATASOURCE_TYPE },
        jsonData,
      }) as DataSourceInstanceSettings<UsageOptions>,
  );
  const all = [
    ...settings,
    ...others.map((other) => ({ ...other, meta: { id: other.type }, jsonData: {} }) as DataSourceInstanceSettings),
  ];
  const service: Pick<DataSourceSrv, 'getList' | 'get' | 'getInstanceSettings'> = {
    getList: ({ pluginId, filter = () => true } = {}) =>
      all.filter((source) => (pluginId === undefined || source.type === pluginId) && filter(source)),
    getInstanceSettings: (uid) => all.find((source) => source.uid === uid),
    get: async (uid) => {
      const found = settings.find((source) => source.uid === uid);
      if (found === undefined) {
        throw new Error(`Datasource ${String(uid)} was not found`);
      }
      return new UsageDataSource(found);
    },
  };
  return service as DataSourceSrv;
}
