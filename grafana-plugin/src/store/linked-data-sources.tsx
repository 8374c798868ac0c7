import type { DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { createContext, useContext } from 'react';
import { mayExplore } from '../user.ts';
import type { AppSettings } from './grafana-stores.ts';

/** Where a record's links lead to. */
export interface LinkedDataSources {
  /** Data source with the app's traces; null if none is chosen, or if the user may not query it. */
  trace: DataSourceInstanceSettings | null;
  /** Data source with the app's logs; null as above. */
  logs: DataSourceInstanceSettings | null;
  /** Whether Grafana shows Explore to the user. */
  mayExplore: boolean;
}

const LinkedContext = createContext<LinkedDataSources>({ trace: null, logs: null, mayExplore: false });

/** Provides the data sources of the app's settings. Without it, records have no links. */
export const LinkedDataSourcesProvider = LinkedContext.Provider;

export function useLinkedDataSources(): LinkedDataSources {
  return useContext(LinkedContext);
}

/** The data sources that the configuration page has chosen. */
export function linkedDataSources(settings: AppSettings | undefined): LinkedDataSources {
  return {
    trace: settingsOf(settings?.traceDataSourceUid),
    logs: settingsOf(settings?.logDataSourceUid),
    mayExplore: mayExplore(),
  };
}

function settingsOf(uid: string | undefined): DataSourceInstanceSettings | null {
  return uid === undefined || uid === '' ? null : (getDataSourceSrv().getInstanceSettings(uid) ?? null);
}
