import type { PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService, PanelDataErrorView } from '@grafana/runtime';
import React, { useMemo } from 'react';
import { LedgerProvider } from '../../store/LedgerProvider.tsx';
import { mayReadTraces } from '../../user.ts';
import { requestPath } from '../../links.ts';
import { testIds } from '../../testIds.ts';
import { defaultColumns } from '../../usage-log/columns/default-columns.tsx';
import { useColumnOptions } from '../../usage-log/columns/use-column-options.ts';
import { RecordTable } from '../../usage-log/RecordTable.tsx';
import { dataSourceOf, recordsOf } from '../panel-records.ts';

/** Usage log in a dashboard. Shows the rows of the panel's query; a click on a row opens the request's page. */
export default function UsageLogPanel({ id, data, fieldConfig, timeZone, width, height }: PanelProps) {
  const records = recordsOf(data);
  const { from, to } = data.timeRange;
  const options = useColumnOptions({ fromMs: from.valueOf(), toMs: to.valueOf() }, timeZone, null);
  const columns = useMemo(() => defaultColumns(options), [options]);
  if (records === null || records.length === 0) {
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        {...(records === null && {
          message: t(
            'panels.usage-log.other-data-source',
            'Query a “TokenTrail usage” data source to see its rows here.',
          ),
        })}
      />
    );
  }
  const ds = dataSourceOf(data);
  return (
    <div style={{ width, height }} data-testid={testIds.panels.usageLog}>
      <LedgerProvider uid={ds} timeZone={timeZone}>
        <RecordTable
          columns={columns}
          records={records}
          timeZone={timeZone}
          ds={ds}
          open={null}
          onOpen={mayReadTraces() ? (record) => locationService.push(requestPath(record, ds)) : null}
        />
      </LedgerProvider>
    </div>
  );
}
