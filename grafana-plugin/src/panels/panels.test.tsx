import { getDefaultTimeRange, LoadingState, type DataFrame, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { fireEvent, render, screen, within } from '@testing-library/react';
import React, { type ComponentType } from 'react';
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
function openPanel<Options>(
  Panel: ComponentType<PanelProps<Options>>,
  series: readonly DataFrame[],
  options: Partial<Options> = {},
) {
  const request = { targets: [{ refId: 'A', datasource: { uid: 'clickhouse' } }] };
  const data = { series, request, state: LoadingState.Done, timeRange: getDefaultTimeRange() };
  const props = {
    id: 1,
    options,
    data,
    fieldConfig: { defaults: {}, overrides: [] },
    timeZone: 'utc',
    width: 900,
    height: 400,
  };
  render(
    <MemoryRouter>
      <Panel {...(props as unknown as PanelProps<Options>)} />
    </MemoryRouter>,
  );
}

const frame = () => frameOfRecords('A', [EXAMPLE_RECORD]);
const frameOf = (count: number) =>
  frameOfRecords(
    'A',
    Array.from({ length: count }, (_, index) => ({ ...EXAMPLE_RECORD, spanId: `${index}`.padStart(16, '0') })),
  );
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

  test('shows the columns of its options, in their order, and the first rows only', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(UsageLogPanel, [frameOf(3)], { columns: 'time,cost,model', maxRows: 2 });
    const titles = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(titles).toEqual(['Expand', 'Time', 'Cost', 'Model']);
    expect(screen.getAllByTestId(testIds.usageLog.row)).toHaveLength(2);
    expect(screen.getByText('2 of 3 rows')).toBeInTheDocument();
  });

  test('loads a column that is not a default one', async () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(UsageLogPanel, [frame()], { columns: 'time,provider' });
    expect(await find(testIds.usageLog.cell('provider'))).toHaveTextContent('openai');
  });

  test('hides the names of users and keys if its options say so', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(UsageLogPanel, [frame()], { hideNames: true });
    const caller = screen.getByTestId(testIds.usageLog.cell('caller'));
    expect(caller).toHaveTextContent('••••••');
    expect(caller).not.toHaveTextContent(EXAMPLE_RECORD.keyName ?? 'no key name');
  });

  test('unfolds a clicked row for an admin without saying that the rest is denied', async () => {
    installGrafana({ store: new ReplayedClickHouse() });
    const before = locationService.getLocation().pathname;
    openPanel(UsageLogPanel, [frame()], { clickAction: 'unfold' });
    fireEvent.click(screen.getByTestId(testIds.usageLog.cell('endpoint')));
    expect(await find(testIds.request.summary)).toBeInTheDocument();
    expect(screen.queryByTestId(testIds.request.noAccess)).toBeNull();
    expect(locationService.getLocation().pathname).toBe(before);
  });

  test('does nothing on a click if its options say so', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    const before = locationService.getLocation().pathname;
    openPanel(UsageLogPanel, [frame()], { clickAction: 'none' });
    fireEvent.click(screen.getByTestId(testIds.usageLog.cell('endpoint')));
    expect(screen.queryByTestId(testIds.usageLog.unfolded)).toBeNull();
    expect(locationService.getLocation().pathname).toBe(before);
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

  test('shows only the chosen sections, and reads no others', async () => {
    const ids = { start_unix_nano: startUnixNano, trace_id: traceId, span_id: spanId, sender };
    installGrafana({ store: new ReplayedClickHouse({ records: [recordRow(0, ids)] }) });
    const sections = { summary: false, attempts: true, content: false };
    openPanel(RequestTracePanel, [frame()], { sections });
    expect(await find(testIds.request.attempts)).toBeInTheDocument();
    expect(screen.queryByTestId(testIds.request.summary)).toBeNull();
    expect(screen.queryByTestId(testIds.request.content)).toBeNull();
  });

  test('says so if no row is such a request', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(RequestTracePanel, [frame()], { request: 'first-failed' });
    expect(screen.getByText(/None of the rows of the query is such a request/)).toBeInTheDocument();
  });

  test('shows no request if the query has none', () => {
    installGrafana({ store: new ReplayedClickHouse() });
    openPanel(RequestTracePanel, [otherFrame]);
    expect(screen.getByText(/No request matches the query/)).toBeInTheDocument();
    expect(screen.queryByTestId(testIds.panels.requestTrace)).toBeNull();
  });
});
