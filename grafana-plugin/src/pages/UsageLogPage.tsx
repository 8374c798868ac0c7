import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Combobox } from '@grafana/ui';
import React, { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseUsageLog, writeUsageLog, type UsageLogState } from '../links.ts';
import { useLedgerConnection } from '../store/LedgerProvider.tsx';
import { UsageLog } from '../usage-log/UsageLog.tsx';
import { PageShell } from './PageShell.tsx';

/** Page of the usage log. Keeps its state in the URL. */
export default function UsageLogPage() {
  const [search, setSearch] = useSearchParams();
  const onChange = useCallback(
    (change: Partial<UsageLogState>, replace = false) =>
      setSearch((current) => writeUsageLog({ ...parseUsageLog(current), ...change }, current), { replace }),
    [setSearch],
  );
  return (
    <PluginPage
      pageNav={{ text: t('pages.usage-log.title', 'Usage log') }}
      actions={<DataSourceChoice onChange={(ds) => onChange({ ds, open: null })} />}
    >
      <PageShell loadingText={t('usage-log.loading', 'Loading usage log…')}>
        <UsageLog state={parseUsageLog(search)} onChange={onChange} />
      </PageShell>
    </PluginPage>
  );
}

/** Data source selection. Hidden if the only data source is already selected. */
function DataSourceChoice({ onChange }: { onChange: (uid: string) => void }) {
  const { dataSources, uid } = useLedgerConnection();
  const hasChoice = dataSources.length > 1 || uid !== (dataSources[0]?.uid ?? null);
  return (
    hasChoice && (
      <Combobox
        width={30}
        aria-label={t('pages.usage-log.data-source', 'Data source')}
        options={dataSources.map(({ uid, name }) => ({ value: uid, label: name }))}
        value={uid}
        onChange={({ value }) => onChange(value)}
      />
    )
  );
}
