import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Button, EmptyState, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useParams, useSearchParams } from 'react-router-dom';
import { SectionLevel } from '../components/Section.tsx';
import { usageLogPath, type UsageLogState } from '../links.ts';
import { FoundRequest } from '../request/FoundRequest.tsx';
import { NeighbourButtons } from '../request/NeighbourButtons.tsx';
import { RequestDetail } from '../request/RequestDetail.tsx';
import { requestTitle } from '../request/request-title.ts';
import type { RequestRef, RequestView } from '../request/request-view.ts';
import { useFoundRecord } from '../request/use-found-record.ts';
import { useRequest } from '../request/use-request.ts';
import { parseRequestPage, withoutStart, type RequestPageState } from '../request-page-parameters.ts';
import { writeRequestView } from '../request-parameters.ts';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { PageActions } from './PageActions.tsx';
import { PageShell } from './PageShell.tsx';
import { usePageNeighbours } from './use-page-neighbours.ts';

/** What the page of a request knows once it is found. */
interface Shown {
  title: string;
  loading: boolean;
  refresh: () => void;
}

/** Page of one request, the target of links from log lines, alerts and chats. */
export default function RequestPage() {
  const [search, setSearch] = useSearchParams();
  const { ref, problem, view, list } = parseRequestPage(useParams(), search);
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState<Shown | null>(null);
  const [slot, setSlot] = useState<Element | null>(null);
  const onSearch = () => setSearch(withoutStart(search), { replace: true });
  return (
    <PluginPage
      pageNav={{
        text: shown?.title ?? t('pages.request.title', 'Request'),
        parentItem: {
          text: t('pages.usage-log.title', 'Usage log'),
          url: usageLogPath(list ?? { ds: search.get('ds') }),
        },
      }}
      actions={
        shown && (
          <PageActions>
            <div ref={setSlot} className={styles.neighbours} />
            <Button
              variant="secondary"
              icon={shown.loading ? 'spinner' : 'sync'}
              onClick={shown.refresh}
              data-testid={testIds.request.refresh}
            >
              <Trans i18nKey="pages.request.refresh">Refresh</Trans>
            </Button>
          </PageActions>
        )
      }
    >
      <div data-testid={testIds.request.page}>
        {ref === null || problem !== null ? (
          <InvalidLink problem={problem} onSearch={onSearch} />
        ) : (
          <PageShell loadingText={t('request.loading', 'Loading request…')}>
            <SectionLevel value={2}>
              <RequestOnPage
                reference={ref}
                {...{ list, view, slot }}
                onView={(change) => setSearch(writeRequestView({ ...view, ...change }, search), { replace: true })}
                onSearch={onSearch}
                onShown={setShown}
              />
            </SectionLevel>
          </PageShell>
        )}
      </div>
    </PluginPage>
  );
}

interface RequestOnPageProps {
  reference: RequestRef;
  /** The usage log from which it was opened. */
  list: UsageLogState | null;
  view: RequestView;
  /** Where the buttons for the requests before and after it go: in the page's header. */
  slot: Element | null;
  onView: (change: Partial<RequestView>) => void;
  onSearch: () => void;
  onShown: (shown: Shown | null) => void;
}

function RequestOnPage({ reference, list, view, slot, onView, onSearch, onShown }: RequestOnPageProps) {
  const { timeZone } = useLedger();
  const found = useFoundRecord(reference);
  const request = useRequest(found.query.value ?? null);
  const title = request && requestTitle(request.record, timeZone);
  const { loading = false, refresh } = request ?? {};
  const neighbours = usePageNeighbours(request?.record ?? null, list);
  useEffect(() => {
    onShown(title !== null && refresh !== undefined ? { title, loading, refresh } : null);
  }, [title, loading, refresh, onShown]);
  return (
    <>
      {list !== null && slot !== null && createPortal(<NeighbourButtons {...neighbours} />, slot)}
      <FoundRequest {...{ reference, found, request, onSearch }}>
        {(parts) => <RequestDetail request={parts} view={view} onView={onView} />}
      </FoundRequest>
    </>
  );
}

/** Says what is wrong with a link. One whose start is no time can be searched for without it. */
function InvalidLink({ problem, onSearch }: { problem: RequestPageState['problem']; onSearch: () => void }) {
  return (
    <EmptyState
      variant="not-found"
      message={t('pages.request.invalid-link', 'This link does not identify a request')}
      button={
        problem === 'at' ? (
          <Button variant="secondary" icon="search" onClick={onSearch}>
            {t('request.not-found.search', 'Search without the start time')}
          </Button>
        ) : undefined
      }
    >
      {problemWords(problem)}{' '}
      <Trans i18nKey="pages.request.invalid-link-help">Or open the request from the usage log.</Trans>
    </EmptyState>
  );
}

function problemWords(problem: RequestPageState['problem']): string {
  switch (problem) {
    case 'at':
      return t(
        'pages.request.invalid-at',
        'Its start time “at” is not a time in Unix milliseconds that the ledger can store.',
      );
    case 'zero':
      return t(
        'pages.request.zero-ids',
        'Its ids have zeroes only, and no request has such ids. The program that wrote the link did not know the trace.',
      );
    default:
      return t('pages.request.invalid-ids', 'It needs a trace id of 32 and a span id of 16 hexadecimal digits.');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  neighbours: css({ display: 'flex', gap: theme.spacing(1), '&:empty': { display: 'none' } }),
});
