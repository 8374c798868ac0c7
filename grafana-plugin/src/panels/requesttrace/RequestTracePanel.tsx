import type { PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer } from '@grafana/ui';
import React from 'react';
import { PageShell } from '../../pages/PageShell.tsx';
import { RequestByKey } from '../../request/RequestByKey.tsx';
import { LedgerProvider } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { dataSourceOf, recordsOf } from '../panel-records.ts';

/** Detail of the newest request of the panel's query. Narrow the query to select another request. */
export default function RequestTracePanel({ id, data, fieldConfig, timeZone, width, height }: PanelProps) {
  const ds = dataSourceOf(data);
  const record = recordsOf(data)?.[0];
  if (!record || ds === null) {
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        message={t('panels.request-trace.no-request', 'No request matches the query.')}
      />
    );
  }
  return (
    <div style={{ width, height }} data-testid={testIds.panels.requestTrace}>
      <ScrollContainer>
        <LedgerProvider uid={ds} timeZone={timeZone}>
          <PageShell loadingText={t('request.loading', 'Loading request…')}>
            <RequestByKey recordKey={record} />
          </PageShell>
        </LedgerProvider>
      </ScrollContainer>
    </div>
  );
}
