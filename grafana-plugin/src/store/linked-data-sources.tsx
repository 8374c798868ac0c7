import type { DataSourceInstanceSettings } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { createContext, useContext, useMemo } from 'react';
import { lastValueFrom } from 'rxjs';
import { PLUGIN_ID } from '../constants.ts';
import { mayExplore } from '../user.ts';
import type { AppSettings } from './grafana-stores.ts';
import { useQuery } from './use-query.ts';

/** Where a record's links lead to. */
export interface LinkedDataSources {
  /** Data source with the app's traces; null if none is chosen, or if the user may not query it. */
  trace: DataSourceInstanceSettings | null;
  /** Data source with the app's logs; null as above. */
  logs: DataSourceInstanceSettings | null;
  /** Whether Grafana shows Explore to the user. */
  mayExplore: boolean;
}

/** Null in a panel, to which Grafana gives only its own settings. */
const LinkedContext = createContext<LinkedDataSources | null>(null);

export const LinkedDataSourcesProvider = LinkedContext.Provider;

/** The data sources that the configuration page has chosen. In a panel, none until the app's settings are read. */
export function useLinkedDataSources(): LinkedDataSources {
  const known = useContext(LinkedContext);
  const query = useQuery(known === null ? readAppSettings : null);
  const settings = query.value;
  return useMemo(() => known ?? linkedDataSources(settings), [known, settings]);
}

/** The data sources of the app's settings. */
export function linkedDataSources(settings: AppSettings | undefined): LinkedDataSources {
  return {
    trace: settingsOf(settings?.traceDataSourceUid),
    logs: settingsOf(settings?.logDataSourceUid),
    mayExplore: mayExplore(),
  };
}

/** Every user who may open the app may read its settings. */
async function readAppSettings(): Promise<AppSettings> {
  const request = { url: `/api/plugins/${PLUGIN_ID}/settings`, showErrorAlert: false };
  const { data } = await lastValueFrom(getBackendSrv().fetch<{ jsonData?: AppSettings }>(request));
  return data.jsonData ?? {};
}

function settingsOf(uid: string | undefined): DataSourceInstanceSettings | null {
  return uid === undefined || uid === '' ? null : (getDataSourceSrv().getInstanceSettings(uid) ?? null);
}
