import { PluginPage } from '@grafana/runtime';
import { EmptyState } from '@grafana/ui';
import React from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { parseRequestPage, usageLogPath } from '../links.ts';
import { RequestByKey } from '../request/RequestByKey.tsx';
import { testIds } from '../testIds.ts';
import { PageShell } from './PageShell.tsx';

/** Page of one request, the target of links from log lines, alerts and chats. */
export default function RequestPage() {
  const [search] = useSearchParams();
  const recordKey = parseRequestPage(useParams(), search);
  return (
    <PluginPage pageNav={{ text: 'Request', parentItem: { text: 'Usage log', url: usageLogPath() } }}>
      <div data-testid={testIds.request.page}>
        {recordKey === null ? (
          <EmptyState variant="not-found" message="This link does not identify a request">
            The link needs the trace ID, the span ID and the start time in Unix milliseconds as “at”. Open the request
            from the usage log instead.
          </EmptyState>
        ) : (
          <PageShell loadingText="Loading request…">
            <RequestByKey recordKey={recordKey} />
          </PageShell>
        )}
      </div>
    </PluginPage>
  );
}
