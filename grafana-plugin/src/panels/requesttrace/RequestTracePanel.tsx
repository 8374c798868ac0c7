import type { PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { LoadingPlaceholder, ScrollContainer } from '@grafana/ui';
import React, { useCallback } from 'react';
import { mayReadTraces } from '../../access.ts';
import { FoundRequest } from '../../request/FoundRequest.tsx';
import { Failure } from '../../states/Failure.tsx';
import { storesOf } from '../../store/use-data-source.ts';
import { useLoaded } from '../../store/use-loaded.ts';
import { testIds } from '../../testIds.ts';
import { dataSourceOf, recordsOf } from '../panel-records.ts';

/** The newest request of the panel's query, in full: narrow the query to the one you mean. */
export default function RequestTracePanel({ id, data, fieldConfig, timeZone, width, height }: PanelProps) {
  const ds = dataSourceOf(data);
  const open = useCallback(() => storesOf(ds ?? ''), [ds]);
  const stores = useLoaded(ds === null ? null : open);
  const record = recordsOf(data)?.[0];
  if (!record || ds === null) {
    return (
      <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message="No request matches the query." />
    );
  }
  return (
    <div style={{ width, height }} data-testid={testIds.panels.requestTrace}>
      <ScrollContainer>
        {stores.status === 'loading' && <LoadingPlaceholder text="Loading request…" />}
        {stores.status === 'failed' && <Failure failure={stores.failure} ds={ds} />}
        {stores.status === 'ready' && (
          <FoundRequest
            recordKey={record}
            record={null}
            stores={stores.value}
            ds={ds}
            timeZone={timeZone}
            mayReadTraces={mayReadTraces()}
          />
        )}
      </ScrollContainer>
    </div>
  );
}
