import { usePluginContext, type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { StoreError } from '@tokentrail/usage-store';
import { useCallback } from 'react';
import { DATASOURCE_TYPE } from '../constants.ts';
import type { Stores } from './stores.ts';
import { useLoaded, type Loaded } from './use-loaded.ts';

/** Settings of the app, as its configuration page writes them. */
export interface AppSettings {
  /** The data source the pages read when their address names none. */
  dataSourceUid?: string;
}

export interface UsageDataSourceChoice {
  /** Every data source of our type the user may query. */
  all: DataSourceInstanceSettings[];
  /** Uid of the one in use, null where there is none. */
  uid: string | null;
  stores: Loaded<Stores>;
}

/** The data source of the address, else of the app's settings, else the first there is. */
export function useDataSource(fromUrl: string | null): UsageDataSourceChoice {
  const settings = usePluginContext()?.meta.jsonData as AppSettings | undefined;
  const all = usageDataSources();
  const uid = fromUrl ?? settings?.dataSourceUid ?? all[0]?.uid ?? null;
  const load = useCallback(() => storesOf(uid ?? ''), [uid]);
  return { all, uid, stores: useLoaded(uid === null ? null : load) };
}

export function usageDataSources(): DataSourceInstanceSettings[] {
  return getDataSourceSrv().getList({ pluginId: DATASOURCE_TYPE });
}

/** The stores of the data source `uid`. Rejects with `StoreError`. */
export async function storesOf(uid: string): Promise<Stores> {
  const dataSource: unknown = await getDataSourceSrv()
    .get(uid)
    .catch(() => null);
  if (!hasStores(dataSource)) {
    throw new StoreError(
      'not_configured',
      `There is no “TokenTrail usage” data source with uid “${uid}” that you may query. Choose another.`,
    );
  }
  return dataSource.stores();
}

/** Told by shape: the data source's class lives in a bundle of its own. */
function hasStores(dataSource: unknown): dataSource is { stores(): Promise<Stores> } {
  return (
    typeof dataSource === 'object' &&
    dataSource !== null &&
    'stores' in dataSource &&
    typeof dataSource.stores === 'function'
  );
}
