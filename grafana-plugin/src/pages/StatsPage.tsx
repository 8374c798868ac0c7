import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { parseStats, selectionOf, usageLogPath, withoutStatsProblems, writeStats, type StatsState } from '../links.ts';
import { UrlProblems } from '../states/UrlProblems.tsx';
import { Stats } from '../stats/Stats.tsx';
import { DataSourceChoice } from './DataSourceChoice.tsx';
import { PageActions } from './PageActions.tsx';
import { PageLink } from './PageLink.tsx';
import { PageShell } from './PageShell.tsx';

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

/**
 * A function that changes the URL's state. The same change is written once: Grafana's Combobox reports a choice several times,
 * each of which would be a step to go back.
 */
function useUrlChanges() {
  const [search, setSearch] = useSearchParams();
  const written = useRef<string | null>(null);
  useEffect(() => {
    written.current = null;
  }, [search]);
  return useCallback(
    (change: Partial<StatsState>, replace = false) => {
      const next = writeStats({ ...parseStats(search).state, ...change }, search);
      if (next.toString() !== search.toString() && next.toString() !== written.current) {
        written.current = next.toString();
        setSearch(next, { replace });
      }
    },
    [search, setSearch],
  );
}
