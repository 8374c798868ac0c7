import type { PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PanelDataErrorView } from '@grafana/runtime';
import { ScrollContainer } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { PageShell } from '../../pages/PageShell.tsx';
import { RequestByKey } from '../../request/RequestByKey.tsx';
import { DEFAULT_REQUEST_VIEW } from '../../request/request-view.ts';
import { SECTIONS } from '../../request/sections.ts';
import { LedgerProvider } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { dataSourceOf, recordsOf } from '../panel-records.ts';
import { chooseRequest } from './choose-request.ts';
import { requestTraceOptions, type RequestTraceOptions } from './options.ts';

/** Detail of one request of the panel's query. */
export default function RequestTracePanel(props: PanelProps<RequestTraceOptions>) {
  const { id, data, fieldConfig, timeZone, width, height } = props;
  const { request, sections } = requestTraceOptions(props);
  const ds = dataSourceOf(data);
  const records = useMemo(() => recordsOf(data.series) ?? [], [data.series]);
  const record = chooseRequest(records, request);
  const [view, setView] = useState(DEFAULT_REQUEST_VIEW);
  if (record === null || ds === null) {
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        message={
          records.length > 0
            ? t('panels.request-trace.none-of-rows', 'None of the rows of the query is such a request.')
            : t('panels.request-trace.no-request', 'No request matches the query.')
        }
      />
    );
  }
  return (
    <div style={{ width, height }} data-testid={testIds.panels.requestTrace}>
      <ScrollContainer>
        <LedgerProvider uid={ds} timeZone={timeZone}>
          <PageShell loadingText={t('request.loading', 'Loading request…')}>
            <RequestByKey
              reference={record}
              sections={SECTIONS.filter((section) => sections[section])}
              view={view}
              onView={(change) => setView({ ...view, ...change })}
            />
          </PageShell>
        </LedgerProvider>
      </ScrollContainer>
    </div>
  );
}
