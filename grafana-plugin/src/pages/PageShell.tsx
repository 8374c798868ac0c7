import React, { type ReactNode } from 'react';
import { NoDataSource } from '../states/NoDataSource.tsx';
import { QueryState } from '../states/QueryState.tsx';
import { OpenLedger, useLedgerConnection } from '../store/LedgerProvider.tsx';

interface Props {
  loadingText: string;
  /** Rendered when the stores are open. May call `useLedger()`. */
  children: ReactNode;
}

/** Shows the content of a page, or why it cannot be shown yet: no data source, loading, failure. */
export function PageShell({ loadingText, children }: Props) {
  const { dataSources, uid, stores, mayReadTraces, timeZone, quotaPerUsd } = useLedgerConnection();
  if (uid === null) {
    return <NoDataSource />;
  }
  const settingsUid = dataSources.some((known) => known.uid === uid) ? uid : null;
  return (
    <QueryState query={stores} loadingText={loadingText} ds={settingsUid}>
      {(open) => (
        <OpenLedger value={{ stores: open, ds: uid, mayReadTraces, timeZone, quotaPerUsd }}>{children}</OpenLedger>
      )}
    </QueryState>
  );
}
