import { PluginPage } from '@grafana/runtime';
import { Combobox, LoadingPlaceholder } from '@grafana/ui';
import React, { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { mayReadTraces } from '../access.ts';
import { parseUsageLog, writeUsageLog, type UsageLogState } from '../links.ts';
import { Failure } from '../states/Failure.tsx';
import { NoDataSource } from '../states/NoDataSource.tsx';
import { useDataSource, type UsageDataSourceChoice } from '../store/use-data-source.ts';
import { testIds } from '../testIds.ts';
import { UsageLog } from '../usage-log/UsageLog.tsx';
import { userTimeZone } from './user-time-zone.ts';

export function UsageLogPage() {
  const [search, setSearch] = useSearchParams();
  const state = parseUsageLog(search);
  const dataSource = useDataSource(state.ds);
  const onChange = useCallback(
    (change: Partial<UsageLogState>, replace = false) =>
      setSearch((current) => writeUsageLog({ ...parseUsageLog(current), ...change }, current), { replace }),
    [setSearch],
  );
  return (
    <PluginPage
      pageNav={{ text: 'Usage log' }}
      actions={<DataSourceChoice choice={dataSource} onChange={(ds) => onChange({ ds, open: null })} />}
    >
      <Body dataSource={dataSource} state={state} onChange={onChange} />
    </PluginPage>
  );
}

interface BodyProps {
  dataSource: UsageDataSourceChoice;
  state: UsageLogState;
  onChange: (change: Partial<UsageLogState>, replace?: boolean) => void;
}

function Body({ dataSource: { all, uid, stores }, state, onChange }: BodyProps) {
  if (uid === null) {
    return <NoDataSource />;
  }
  if (stores.status === 'loading') {
    return <LoadingPlaceholder text="Loading usage log…" data-testid={testIds.states.loading} />;
  }
  if (stores.status === 'failed') {
    return <Failure failure={stores.failure} ds={all.some((known) => known.uid === uid) ? uid : null} />;
  }
  return (
    <UsageLog
      stores={stores.value}
      ds={uid}
      state={state}
      onChange={onChange}
      timeZone={userTimeZone()}
      mayReadTraces={mayReadTraces()}
    />
  );
}

/** Only where there is something to choose. */
function DataSourceChoice({ choice, onChange }: { choice: UsageDataSourceChoice; onChange: (uid: string) => void }) {
  const only = choice.all.length < 2 && choice.uid === (choice.all[0]?.uid ?? null);
  if (only) {
    return null;
  }
  return (
    <Combobox
      width={30}
      options={choice.all.map(({ uid, name }) => ({ value: uid, label: name }))}
      value={choice.uid}
      onChange={({ value }) => onChange(value)}
    />
  );
}
