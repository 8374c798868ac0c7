import { t } from '@grafana/i18n';
import React, { useCallback } from 'react';
import { QueryState } from '../states/QueryState.tsx';
import { openStores } from '../store/grafana-stores.ts';
import { useQuery } from '../store/use-query.ts';
import { Services } from './Services.tsx';

/** What the ledger of a data source says about the services. */
export function StoredSettings({ uid }: { uid: string }) {
  const stores = useQuery(useCallback(() => openStores(uid), [uid]));
  return (
    <QueryState query={stores} loadingText={t('configuration.services.loading', 'Loading services…')} ds={uid}>
      {({ ledger }) => <Services ledger={ledger} ds={uid} />}
    </QueryState>
  );
}
