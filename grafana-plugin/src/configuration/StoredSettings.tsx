import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import React, { useCallback } from 'react';
import { QueryState } from '../states/QueryState.tsx';
import { openStores } from '../store/grafana-stores.ts';
import { useQuery } from '../store/use-query.ts';
import { userTimeZone } from '../user.ts';
import { Retention } from './Retention.tsx';
import { Services } from './Services.tsx';

/** What the ledger of a data source has: how services are configured, and how long it keeps rows. */
export function StoredSettings({ uid }: { uid: string }) {
  const stores = useQuery(useCallback(() => openStores(uid), [uid]));
  return (
    <QueryState query={stores} loadingText={t('configuration.services.loading', 'Loading services…')} ds={uid}>
      {({ ledger }) => (
        <Stack direction="column" gap={4}>
          {ledger.capabilities.processes && <Services ledger={ledger} ds={uid} />}
          {ledger.capabilities.settings && <Retention ledger={ledger} ds={uid} timeZone={userTimeZone()} />}
        </Stack>
      )}
    </QueryState>
  );
}
