import { getDefaultTimeRange, LoadingState, type DataFrame, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { MemoryRouter } from 'react-router-dom';
import { frameOfRecords } from '../datasources/usage/frame.ts';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import { installGrafana } from '../testing/grafana.ts';
import { find, mockLayout } from '../testing/render-app.tsx';
import { ReplayedClickHouse } from '../testing/replayed-clickhouse.ts';
import { recordRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';
import RequestTracePanel from './requesttrace/RequestTracePanel.tsx';
import UsageLogPanel from './usagelog/UsageLogPanel.tsx';

jest.setTimeout(60_000);
beforeAll(mockLayout);

/** Renders a panel over the result of its query. */
function openPanel(Panel: typeof UsageLogPanel, series: readonly DataFrame[]) {
  const request = { targets: [{ refId: 'A', datasource: { uid: 'clickhouse' } }] };
  const data = { series, request, state: LoadingState.Done, timeRange: getDefaultTimeRange() };
  const props = { id: 1, data, fieldConfig: { defaults: {}, overrides: [] }, timeZone: 'utc', width: 900, height: 400 };
  render(
    <MemoryRouter>
      <Panel {...(props as unknown as PanelProps)} />
    </MemoryRouter>,
  );
}

const frame = () => frameOfRecords('A', [EXAMPLE_RECORD]);
const otherFrame: DataFrame = { fields: [], length: 0 };
const { startUnixNano, traceId, spanId, sender } = EXAMPLE_RECORD;

describe('the usage log panel', () => {
  test('shows the rows of the query and opens the page of a clicked row', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(UsageLogPanel, [frame()]);
    const row = screen.getByTestId(testIds.usageLog.row);
    expect(within(row).getByTestId(testIds.usageLog.cell('model'))).toHaveTextContent('gpt-4o');
    fireEvent.click(within(row).getByTestId(testIds.usageLog.cell('endpoint')));
    expect(locationService.getLocation().pathname).toContain(`/requests/${traceId}/${spanId}`);
    expect(locationService.getSearchObject()['ds']).toBe('clickhouse');
  });

  test('expands a row for a viewer', async () => {
    installGrafana({ store: new ReplayedClickHouse(), user: 'viewer' });
    openPanel(UsageLogPanel, [frame()]);
    fireEvent.click(screen.getByTestId(testIds.usageLog.cell('endpoint')));
    expect(await find(testIds.request.noAccess)).toBeInTheDocument();
  });

  test('reads what a data frame lacks of an expanded row', async () => {
    const ids = { start_unix_nano: startUnixNano, trace_id: traceId, span_id: spanId, sender };
    const fromStore = { request_id: 'req_of_store', server_address: 'api.example.com' };
    installGrafana({ store: new ReplayedClickHouse({ records: [recordRow(0, { ...ids, ...fromStore })] }) });
    openPanel(UsageLogPanel, [frame()]);
    fireEvent.click(screen.getByTestId(testIds.usageLog.unfold));
    const summary = await find(testIds.request.summary);
    expect(summary).toHaveTextContent('Request idreq_of_store');
    expect(summary).toHaveTextContent('Sent toapi.example.com');
    expect(screen.getAllByTestId(testIds.request.costLine)).toHaveLength(2);
  });

  test('links an expanded row to the trace in the data source of the app', async () => {
    const ids = { start_unix_nano: startUnixNano, trace_id: traceId, span_id: spanId, sender };
    installGrafana({
      store: new ReplayedClickHouse({ records: [recordRow(0, ids)] }),
      others: [{ uid: 'tempo-1', type: 'tempo', name: 'Team Tempo' }],
      appSettings: { traceDataSourceUid: 'tempo-1' },
    });
    openPanel(UsageLogPanel, [frame()]);
    fireEvent.click(screen.getByTestId(testIds.usageLog.unfold));
    const link = await find(testIds.request.link('trace'));
    expect(link).toHaveAttribute('href', expect.stringContaining('tempo-1'));
    expect(screen.queryByTestId(testIds.request.link('logs'))).toBeNull();
  });

  test('asks for rows of a usage data source', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(UsageLogPanel, [otherFrame]);
    expect(screen.getByText(/Query a “TokenTrail usage” data source/)).toBeInTheDocument();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  test('leaves an empty result to Grafana', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(UsageLogPanel, [frameOfRecords('A', [])]);
    expect(screen.getByText(/^Unable to render data/)).toBeInTheDocument();
    expect(screen.queryByRole('grid')).toBeNull();
  });
});

describe('the request trace panel', () => {
  test('reads the newest request of the query from its data source', async () => {
    const ids = { start_unix_nano: startUnixNano, trace_id: traceId, span_id: spanId, sender };
    const store = new ReplayedClickHouse({ records: [recordRow(0, { ...ids, user_id: 'from the store' })] });
    installGrafana({ store });
    openPanel(RequestTracePanel, [frame()]);
    expect(await find(testIds.request.summary)).toHaveTextContent('from the store');
  });

  test('shows no request if the query has none', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(RequestTracePanel, [otherFrame]);
    expect(screen.getByText(/No request matches the query/)).toBeInTheDocument();
    expect(screen.queryByTestId(testIds.panels.requestTrace)).toBeNull();
  });
});
