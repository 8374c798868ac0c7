import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import React, { useCallback, useMemo, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';
import { parseUsageLog, selectionOf, statsPath, withoutProblems, writeUsageLog, type UsageLogState } from '../links.ts';
import { DEFAULT_REQUEST_VIEW } from '../request/request-view.ts';
import { UrlProblems } from '../states/UrlProblems.tsx';
import { UsageLog } from '../usage-log/UsageLog.tsx';
import { DataSourceChoice } from './DataSourceChoice.tsx';
import { PageActions } from './PageActions.tsx';
import { PageLink } from './PageLink.tsx';
import { PageShell } from './PageShell.tsx';
import { useWrittenOnce } from './use-written-once.ts';

/** Page of the usage log. Keeps its state in the URL. */
export default function UsageLogPage() {
  const [search, setSearch] = useSearchParams();
  const { state, problems } = useMemo(() => parseUsageLog(search), [search]);
  const onChange = useUrlState();
  const [timeSlot, setTimeSlot] = useState<Element | null>(null);
  return (
    <PluginPage
      pageNav={{ text: t('pages.usage-log.title', 'Usage log') }}
      actions={
        <PageActions>
          <PageLink icon="graph-bar" path={statsPath(selectionOf(state))}>
            {t('pages.usage-log.stats', 'Stats')}
          </PageLink>
          <DataSourceChoice onChange={(ds) => onChange({ ds, open: null })} />
          <div ref={setTimeSlot} />
        </PageActions>
      }
    >
      <UrlProblems problems={problems} onRemove={() => setSearch(withoutProblems, { replace: true })} />
      <PageShell loadingText={t('usage-log.loading', 'Loading usage log…')}>
        <UsageLog state={state} onChange={onChange} timeSlot={timeSlot} />
      </PageShell>
    </PluginPage>
  );
}

/** State of an entry in the browser's history that opened a request's detail from the list. */
const OPENED_FROM_LIST = { openedFromList: true };

/**
 * A function that changes the URL's state. Closing the detail of a request returns to the history's entry from which it was
 * opened, so that Back does not open it again.
 */
function useUrlState() {
  const [search, setSearch] = useSearchParams();
  const { state: entry } = useLocation();
  const navigate = useNavigate();
  const openedFromList = isOpenedFromList(entry);
  const isOpen = search.has('open');
  const isNew = useWrittenOnce(search);
  return useCallback(
    (change: Partial<UsageLogState>, replace = false) => {
      const closes = change.open === null && Object.keys(change).length === 1;
      if (closes && openedFromList) {
        navigate(-1);
        return;
      }
      const opens = change.open !== undefined && change.open !== null;
      // Another request opens as it opens first.
      const view = change.open === undefined ? {} : { view: DEFAULT_REQUEST_VIEW };
      const next = writeUsageLog({ ...parseUsageLog(search).state, ...view, ...change }, search);
      if (!isNew(next)) {
        return;
      }
      if (opens && !isOpen) {
        setSearch(next, { state: OPENED_FROM_LIST });
      } else {
        // Another request in the open detail is no step to go back to.
        const replaces = replace || closes || opens;
        setSearch(next, { replace: replaces, state: replaces && openedFromList ? OPENED_FROM_LIST : null });
      }
    },
    [search, setSearch, isNew, navigate, openedFromList, isOpen],
  );
}

function isOpenedFromList(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'openedFromList' in entry;
}
