import type { DataSourceInstanceSettings, DataSourceJsonData } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_TYPE } from '../constants.ts';
import { quotaPerUsdOf } from '../record/quota.ts';
import { UnknownDataSourceError } from './store-failure.ts';
import type { OpenStores, StoreSettings } from './stores.ts';

/** Settings of the app, as its configuration page writes them. */
export interface AppSettings {
  /** Data source that pages read if the URL names none. */
  dataSourceUid?: string;
  /** Data source with the app's own traces, for the links of a record. */
  traceDataSourceUid?: string;
  /** Data source with the app's logs, for the links of a record. */
  logDataSourceUid?: string;
  /** Prometheus with the metrics of the instrumentation, for alerts. Default: the provisioned one. */
  metricsDataSourceUid?: string;
}

/** All data sources of this plugin's type that the user may query. */
export function usageDataSources(): DataSourceInstanceSettings<DataSourceJsonData & StoreSettings>[] {
  return getDataSourceSrv().getList({ pluginId: DATASOURCE_TYPE });
}

/** Units of quota for one USD in the settings of the data source `uid`; null if it has no quota. */
export function quotaOfDataSource(uid: string | null): number | null {
  return quotaPerUsdOf(usageDataSources().find((known) => known.uid === uid)?.jsonData.quotaPerUsd);
}

/** Opens the stores of the data source `uid`. Rejects with `StoreError`, or `UnknownDataSourceError` if there is none. */
export async function openStores(uid: string): Promise<OpenStores> {
  const dataSource: unknown = await getDataSourceSrv()
    .get(uid)
    .catch(() => null);
  if (!hasStores(dataSource)) {
    throw new UnknownDataSourceError();
  }
  return dataSource.stores();
}

/** Checks the shape, because the data source's class is part of another bundle. */
function hasStores(dataSource: unknown): dataSource is { stores(): Promise<OpenStores> } {
  return (
    typeof dataSource === 'object' &&
    dataSource !== null &&
    'stores' in dataSource &&
    typeof dataSource.stores === 'function'
  );
}
