import { t } from '@grafana/i18n';
import React, { useState } from 'react';
import { PageShell } from '../pages/PageShell.tsx';
import { RequestByKey } from '../request/RequestByKey.tsx';
import { DEFAULT_REQUEST_VIEW } from '../request/request-view.ts';
import { LedgerProvider } from '../store/LedgerProvider.tsx';

/** Properties of the component `tokentrail-llmusage-app/request-detail/v1`. */
export interface ExposedRequestProps {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  /** Start, Unix nanoseconds in decimal digits. Without it the request is searched for. */
  startUnixNano?: string;
  /** Uid of a data source of this plugin. Default: that of the app's settings, otherwise the first one. */
  dataSourceUid?: string;
}

/** The detail of one request within a page of another plugin. A user sees what the app would show. */
export default function ExposedRequest({ traceId, spanId, startUnixNano, dataSourceUid }: ExposedRequestProps) {
  const [view, setView] = useState(DEFAULT_REQUEST_VIEW);
  return (
    <LedgerProvider uid={dataSourceUid ?? null}>
      <PageShell loadingText={t('request.loading', 'Loading request…')}>
        <RequestByKey
          reference={{ traceId, spanId, startUnixNano: startUnixNano ?? null }}
          view={view}
          onView={(change) => setView((current) => ({ ...current, ...change }))}
        />
      </PageShell>
    </LedgerProvider>
  );
}
