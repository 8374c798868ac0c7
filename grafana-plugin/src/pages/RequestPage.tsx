import { PluginPage } from '@grafana/runtime';
import { EmptyState, LoadingPlaceholder } from '@grafana/ui';
import React from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { mayReadTraces } from '../access.ts';
import { REQUESTS_PATH } from '../constants.ts';
import { parseRequestPage } from '../links.ts';
import { FoundRequest } from '../request/FoundRequest.tsx';
import { Failure } from '../states/Failure.tsx';
import { NoDataSource } from '../states/NoDataSource.tsx';
import { useDataSource } from '../store/use-data-source.ts';
import { testIds } from '../testIds.ts';
import { userTimeZone } from './user-time-zone.ts';

/** One request on a page of its own: what a link from a log line, an alert or a colleague leads to. */
export function RequestPage() {
  return (
    <PluginPage pageNav={{ text: 'Request', parentItem: { text: 'Usage log', url: REQUESTS_PATH } }}>
      <div data-testid={testIds.request.page}>
        <Body />
      </div>
    </PluginPage>
  );
}

function Body() {
  const [search] = useSearchParams();
  const recordKey = parseRequestPage(useParams(), search);
  const { uid, stores } = useDataSource(search.get('ds'));
  if (recordKey === null) {
    return (
      <EmptyState variant="not-found" message="This link names no request">
        It needs the trace id, the span id and, as “at”, the start in unix milliseconds. Open the request from the usage
        log instead.
      </EmptyState>
    );
  }
  if (uid === null) {
    return <NoDataSource />;
  }
  if (stores.status === 'loading') {
    return <LoadingPlaceholder text="Loading request…" data-testid={testIds.states.loading} />;
  }
  if (stores.status === 'failed') {
    return <Failure failure={stores.failure} ds={uid} />;
  }
  return (
    <FoundRequest
      recordKey={recordKey}
      record={null}
      stores={stores.value}
      ds={uid}
      timeZone={userTimeZone()}
      mayReadTraces={mayReadTraces()}
    />
  );
}
