import { t, Trans } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { EmptyState } from '@grafana/ui';
import React from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { SectionLevel } from '../components/Section.tsx';
import { usageLogPath } from '../links.ts';
import { parseRequestPage, writeRequestView } from '../request-parameters.ts';
import type { RequestView } from '../request/request-view.ts';
import { RequestByKey } from '../request/RequestByKey.tsx';
import { testIds } from '../testIds.ts';
import { PageShell } from './PageShell.tsx';

/** Page of one request, the target of links from log lines, alerts and chats. */
export default function RequestPage() {
  const [search, setSearch] = useSearchParams();
  const { ref, view } = parseRequestPage(useParams(), search);
  const onView = (change: Partial<RequestView>) =>
    setSearch(writeRequestView({ ...view, ...change }, search), { replace: true });
  return (
    <PluginPage
      pageNav={{
        text: t('pages.request.title', 'Request'),
        parentItem: { text: t('pages.usage-log.title', 'Usage log'), url: usageLogPath() },
      }}
    >
      <div data-testid={testIds.request.page}>
        {ref?.startUnixNano == null ? (
          <EmptyState
            variant="not-found"
            message={t('pages.request.invalid-link', 'This link does not identify a request')}
          >
            <Trans i18nKey="pages.request.invalid-link-help">
              The link needs the trace ID, the span ID and the start time in Unix milliseconds as “at”. Open the request
              from the usage log instead.
            </Trans>
          </EmptyState>
        ) : (
          <PageShell loadingText={t('request.loading', 'Loading request…')}>
            <SectionLevel value={2}>
              <RequestByKey recordKey={{ ...ref, startUnixNano: ref.startUnixNano }} view={view} onView={onView} />
            </SectionLevel>
          </PageShell>
        )}
      </div>
    </PluginPage>
  );
}
