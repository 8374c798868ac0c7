import { t } from '@grafana/i18n';
import { Stack } from '@grafana/ui';
import type { UsageLedger } from '@tokentrail/usage-store';
import React, { useCallback } from 'react';
import { QueryState } from '../states/QueryState.tsx';
import { openStores } from '../store/grafana-stores.ts';
import { useQuery } from '../store/use-query.ts';
import { configTestIds } from '../configTestIds.ts';
import { userTimeZone } from '../user.ts';
import { Anchor } from './Anchor.tsx';
import { Budgets } from './Budgets.tsx';
import { Retention } from './Retention.tsx';
import { Services } from './Services.tsx';

/** What the ledger of a data source has: how services are configured, how long it keeps rows, and its budgets. */
export function StoredSettings({ uid }: { uid: string }) {
  const stores = useQuery(useCallback(() => openStores(uid), [uid]));
  return (
    <QueryState query={stores} loadingText={t('configuration.services.loading', 'Loading services…')} ds={uid}>
      {({ ledger }) => (
        <Stack direction="column" gap={4}>
          {ledger.capabilities.processes && (
            <Anchor name="services">
              <Services ledger={ledger} ds={uid} />
            </Anchor>
          )}
          {ledger.capabilities.settings && <LedgerSettingsOf ledger={ledger} ds={uid} />}
        </Stack>
      )}
    </QueryState>
  );
}

function LedgerSettingsOf({ ledger, ds }: { ledger: UsageLedger; ds: string }) {
  const query = useQuery(useCallback((signal: AbortSignal) => ledger.settings(signal), [ledger]));
  const timeZone = userTimeZone();
  return (
    <div data-testid={configTestIds.ledgerSettings}>
      <QueryState
        query={query}
        loadingText={t('configuration.settings.loading', 'Loading the settings of the ledger…')}
        ds={ds}
      >
        {({ retention, budgets }) => (
          <Stack direction="column" gap={4}>
            <Anchor name="retention">
              <Retention {...{ retention, timeZone }} />
            </Anchor>
            <Budgets {...{ budgets, timeZone }} />
          </Stack>
        )}
      </QueryState>
    </div>
  );
}
