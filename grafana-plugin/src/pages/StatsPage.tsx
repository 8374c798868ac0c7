import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import React, { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseStats, selectionOf, usageLogPath, withoutStatsProblems, writeStats, type StatsState } from '../links.ts';
import { UrlProblems } from '../states/UrlProblems.tsx';
import { Stats } from '../stats/Stats.tsx';
import { DataSourceChoice } from './DataSourceChoice.tsx';
import { PageActions } from './PageActions.tsx';
import { PageLink } from './PageLink.tsx';
import { PageShell } from './PageShell.tsx';
import { useWrittenOnce } from './use-written-once.ts';

/** Page of the stats. Keeps its state in the URL. */
export default function StatsPage() {
  const [search, setSearch] = useSearchParams();
  const { state, problems } = useMemo(() => parseStats(search), [search]);
  const [timeSlot, setTimeSlot] = useState<Element | null>(null);
  const onChange = useUrlChanges();
  return (
    // Its title is its name in the menu: with another one, Grafana shows both in the breadcrumbs.
    <PluginPage
      actions={
        <PageActions>
          <PageLink icon="list-ul" path={usageLogPath(selectionOf(state))}>
            {t('pages.stats.usage-log', 'Usage log')}
          </PageLink>
          <DataSourceChoice onChange={(ds) => onChange({ ds })} />
          <div ref={setTimeSlot} />
        </PageActions>
      }
    >
      <UrlProblems problems={problems} onRemove={() => setSearch(withoutStatsProblems, { replace: true })} />
      <PageShell loadingText={t('stats.page.loading', 'Loading stats…')}>
        <Stats state={state} onChange={onChange} timeSlot={timeSlot} />
      </PageShell>
    </PluginPage>
  );
}

/** A function that changes the URL's state. */
function useUrlChanges() {
  const [search, setSearch] = useSearchParams();
  const isNew = useWrittenOnce(search);
  return useCallback(
    (change: Partial<StatsState>, replace = false) => {
      const next = writeStats({ ...parseStats(search).state, ...change }, search);
      if (isNew(next)) {
        setSearch(next, { replace });
      }
    },
    [search, setSearch, isNew],
  );
}
