import { PluginType, usePluginContext, type TimeZone } from '@grafana/data';
import React, { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react';
import { mayReadTraces, userTimeZone } from '../user.ts';
import { openStores, quotaOfDataSource, usageDataSources, type AppSettings } from './grafana-stores.ts';
import { linkedDataSources, LinkedDataSourcesProvider } from './linked-data-sources.tsx';
import type { OpenStores, Stores } from './stores.ts';
import { useQuery, type Query } from './use-query.ts';

/** The selected data source and the state of opening its stores. */
export interface LedgerConnection {
  /** Data sources of this plugin's type that the user may query. */
  dataSources: readonly { uid: string; name: string }[];
  /** Uid of the selected data source; null if there is none. */
  uid: string | null;
  stores: Query<OpenStores>;
  /** Whether the user may see attempts and content. */
  mayReadTraces: boolean;
  timeZone: TimeZone;
  /** Units of quota for one USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
}

/** Open stores with what their readers need to know about data source and user. */
export interface Ledger {
  stores: OpenStores;
  /** Uid of the data source. */
  ds: string;
  mayReadTraces: boolean;
  /** Time zone for displayed times. */
  timeZone: TimeZone;
  /** Units of quota for one USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
}

const ConnectionContext = createContext<LedgerConnection | null>(null);
const LedgerContext = createContext<Ledger | null>(null);

interface Props {
  /** Uid of the data source; null for the one of the app's settings, otherwise the first one. */
  uid: string | null;
  /** Default: that of the user. */
  timeZone?: TimeZone;
  children: ReactNode;
}

/** Selects the data source and opens its stores. */
export function LedgerProvider({ uid: requestedUid, timeZone, children }: Props) {
  const meta = usePluginContext()?.meta;
  const settings = meta?.jsonData as AppSettings | undefined;
  const dataSources = usageDataSources();
  const uid = requestedUid ?? settings?.dataSourceUid ?? dataSources[0]?.uid ?? null;
  const quotaPerUsd = quotaOfDataSource(uid);
  const load = useCallback(() => openStores(uid ?? ''), [uid]);
  const stores = useQuery(uid === null ? null : load);
  const connection: LedgerConnection = {
    dataSources,
    uid,
    stores,
    mayReadTraces: mayReadTraces(),
    timeZone: timeZone ?? userTimeZone(),
    quotaPerUsd,
  };
  const isApp = meta?.type === PluginType.app;
  const linked = useMemo(() => (isApp ? linkedDataSources(settings) : null), [isApp, settings]);
  return (
    <ConnectionContext.Provider value={connection}>
      <LinkedDataSourcesProvider value={linked}>{children}</LinkedDataSourcesProvider>
    </ConnectionContext.Provider>
  );
}

/** The connection of the enclosing `LedgerProvider`. */
export function useLedgerConnection(): LedgerConnection {
  const connection = useContext(ConnectionContext);
  if (connection === null) {
    throw new Error('useLedgerConnection() needs a LedgerProvider above it');
  }
  return connection;
}

/** Provides open stores to the content of a page. `PageShell` renders it when the stores are open. */
export const OpenLedger = LedgerContext.Provider;

/** Stores for a component that pages and panels share. */
export interface SharedStores {
  /** Null if they could not be opened, or if there is no `LedgerProvider`. */
  stores: Stores | null;
  /** Whether they are still being opened. */
  opening: boolean;
}

/** The stores of the enclosing page or panel. */
export function useSharedStores(): SharedStores {
  const open = useContext(LedgerContext);
  const query = useContext(ConnectionContext)?.stores;
  if (open !== null) {
    return { stores: open.stores, opening: false };
  }
  return {
    stores: query?.status === 'ready' ? query.value : null,
    opening: query?.status === 'loading',
  };
}

/** The open ledger of the enclosing page. */
export function useLedger(): Ledger {
  const ledger = useContext(LedgerContext);
  if (ledger === null) {
    throw new Error('useLedger() needs an OpenLedger above it');
  }
  return ledger;
}
