import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { usageLogPath } from '../links.ts';
import { installGrafana, type GrafanaOptions } from '../testing/grafana.ts';
import { find, findAll, mockLayout, renderApp, WAIT } from '../testing/render-app.tsx';
import { ReplayedClickHouse, type ReplayedRows, type StoreRequest } from '../testing/replayed-clickhouse.ts';
import { attemptsRow, idsOf, recordRow, traceRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';

jest.setTimeout(120_000);
beforeAll(mockLayout);

const CALLS = Array.from({ length: 25 }, (_, index) => recordRow(index, { endpoint: `/agents/${index}/invoke` }));
const UNREACHABLE = { status: 502, body: '' };

/** Renders the usage log over a store with these rows. */
function openLog(rows: ReplayedRows, query = '', options: Omit<GrafanaOptions, 'store'> = {}) {
  const store = new ReplayedClickHouse(rows);
  installGrafana({ store, ...options });
  return { store, ...renderApp(`${usageLogPath()}${query}`) };
}

const rows = () => screen.queryAllByTestId(testIds.usageLog.row);
const cell = (row: HTMLElement | undefined, column: string) =>
  within(row ?? document.body).getByTestId(testIds.usageLog.cell(column));
const searchField = () => screen.getByTestId(testIds.usageLog.search);
const isTotals = ({ sql }: StoreRequest) => sql.includes('AS requests');
const isNextPage = ({ parameters }: StoreRequest) => parameters.has('param_before_span');

describe('rows', () => {
  test('show the calls, newest first, in the default columns', async () => {
    openLog({
      records: [recordRow(0), recordRow(1, { status_code: 502, state_now: 'failed', error_code: 'bad_gateway' })],
    });
    const [first, second] = await findAll(testIds.usageLog.row);
    expect(screen.getAllByRole('columnheader').map((header) => header.textContent)).toEqual(
      'Expand,Time,Status,Endpoint,Model,Key · user,Tokens in / out,Duration / first,Cost,Error'.split(','),
    );
    const shown = ['time', 'status', 'endpoint', 'model', 'caller', 'tokens', 'duration', 'cost'];
    expect(shown.map((column) => cell(first, column).textContent)).toEqual([
      'Nov 22, 2025, 14:12:10',
      '200',
      'POST /v1/chat/completions',
      'gpt-4o',
      'checkout·u_81',
      '12 K / 738',
      '2.41 s / 310 ms',
      '$0.0219',
    ]);
    expect(within(cell(first, 'error')).getByRole('img', { name: 'No error' })).toHaveTextContent('—');
    expect(cell(second, 'status')).toHaveTextContent('502');
    expect(cell(second, 'error')).toHaveTextContent('bad_gateway');
  });

  test('show the totals of all matching calls, with a lower bound if a cost is unknown', async () => {
    openLog({
      records: [recordRow(0), recordRow(1, { cost_charged_text: null, cost_charged_state: 'unknown_price' })],
    });
    await findAll(testIds.usageLog.row);
    const summary = await find(testIds.usageLog.summary);
    await waitFor(() => expect(summary).toHaveTextContent('2 calls'), WAIT);
    expect(summary).toHaveTextContent('≥ $0.0219 spent, 1 unknown');
    fireEvent.focus(within(summary).getByText('≥ $0.0219'));
    expect(await screen.findByRole('tooltip')).toHaveTextContent('$0.021904 and 1 record with an unknown amount');
    fireEvent.click(within(summary).getByRole('button', { name: 'More figures' }));
    expect(await screen.findByText('24 K', {}, WAIT)).toBeInTheDocument();
    expect(screen.getByTestId(testIds.usageLog.moreFigures)).toHaveTextContent('24 K input');
  });

  test('use the singular for one call', async () => {
    openLog({ records: [recordRow(0, { output_tokens: '1' })] });
    const summary = await find(testIds.usageLog.summary);
    await waitFor(() => expect(summary).toHaveTextContent('1 call'), WAIT);
    expect(summary).not.toHaveTextContent('1 calls');
    expect(screen.getByText('Showing the only row')).toBeInTheDocument();
  });

  test('stay when the totals cannot be read', async () => {
    const { store } = openLog({ records: CALLS });
    store.failWith({ status: 500, body: 'Code: 241. DB::Exception' }, isTotals);
    await findAll(testIds.usageLog.row);
    expect(await screen.findByText('Totals: The query is too large for this store', {}, WAIT)).toBeInTheDocument();
    store.recover();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/25/, { selector: '[data-figure="calls"] strong' }, WAIT)).toBeInTheDocument();
    expect(rows().length).toBeGreaterThan(0);
  });
});

describe('paging', () => {
  test('appends older rows until all are loaded', async () => {
    const { store } = openLog({ records: CALLS }, '?limit=10');
    const grid = await find(testIds.usageLog.table);
    expect(grid).toHaveAttribute('aria-rowcount', '11');
    fireEvent.click(screen.getByRole('button', { name: 'Load 10 more' }));
    await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '21'), WAIT);
    expect(store.requests.find(isNextPage)?.parameters.get('param_before_span')).toBe(idsOf(9).span_id);
    fireEvent.click(screen.getByTestId(testIds.usageLog.loadMore));
    expect(await screen.findByText('Showing all 25 rows', {}, WAIT)).toBeInTheDocument();
    expect(grid).toHaveAttribute('aria-rowcount', '26');
    expect(screen.queryByTestId(testIds.usageLog.loadMore)).toBeNull();
  });

  test('keeps the rows if the next page fails, and retries', async () => {
    const { store } = openLog({ records: CALLS }, '?limit=10');
    const grid = await find(testIds.usageLog.table);
    store.failWith(UNREACHABLE, isNextPage);
    fireEvent.click(screen.getByTestId(testIds.usageLog.loadMore));
    expect(await find(testIds.states.error)).toHaveTextContent('The store does not respond');
    expect(grid).toHaveAttribute('aria-rowcount', '11');
    store.recover();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(grid).toHaveAttribute('aria-rowcount', '21'), WAIT);
    expect(screen.queryByTestId(testIds.states.error)).toBeNull();
  });
});

describe('search and filters', () => {
  test('search while typing, keep the search in the URL, and clear it', async () => {
    const { search } = openLog({ records: CALLS });
    await findAll(testIds.usageLog.row);
    fireEvent.change(searchField(), { target: { value: 'agents 24' } });
    await waitFor(() => expect(rows()).toHaveLength(1), WAIT);
    expect(cell(rows()[0], 'endpoint')).toHaveTextContent('/agents/24/invoke');
    expect(search().get('q')).toBe('agents 24');
    fireEvent.change(searchField(), { target: { value: 'no/such' } });
    const empty = await find(testIds.states.empty);
    await waitFor(() => expect(empty).toHaveTextContent('Without it, there are records'), WAIT);
    fireEvent.click(within(empty).getByRole('button', { name: 'Remove “no/such”' }));
    await waitFor(() => expect(rows().length).toBeGreaterThan(1), WAIT);
    expect(search().get('q')).toBeNull();
    expect(searchField()).toHaveValue('');
  });

  test('find failed calls with the word error', async () => {
    openLog({ records: [...CALLS, recordRow(30, { state_now: 'failed', status_code: 502 })] }, '?q=error');
    const [only, ...others] = await findAll(testIds.usageLog.row);
    expect(cell(only, 'status')).toHaveTextContent('502');
    expect(others).toEqual([]);
  });

  test('an empty store has no record of any time, and the page says what to check', async () => {
    openLog({});
    const state = await find(testIds.states.empty);
    expect(state).toHaveTextContent('No calls in this period');
    await waitFor(() => expect(state).toHaveTextContent('TOKENTRAIL_OTLP_ENDPOINT points to your collector'), WAIT);
    expect(state).not.toHaveTextContent('Newest record');
  });
});

describe('failures', () => {
  test('explain a rejected account and link an administrator to the settings', async () => {
    const store = new ReplayedClickHouse({ records: CALLS });
    store.failWith({ status: 403, body: 'Code: 516. DB::Exception: Authentication failed' });
    installGrafana({ store });
    renderApp(usageLogPath());
    expect(await find(testIds.states.error)).toHaveTextContent('The store rejected the data source’s account');
    expect(screen.getByRole('link', { name: 'Open data source settings' })).toHaveAttribute(
      'href',
      '/connections/datasources/edit/clickhouse',
    );
    store.recover();
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect((await findAll(testIds.usageLog.row)).length).toBeGreaterThan(1);
  });

  test('show no text of the store', async () => {
    const store = new ReplayedClickHouse();
    store.failWith({ status: 500, body: 'Code: 60. DB::Exception: Unknown table. SELECT secret FROM usage_records' });
    installGrafana({ store });
    renderApp(usageLogPath());
    expect(await find(testIds.states.error)).toHaveTextContent(
      'The query failedThe store could not run it (status 500, code 60). Its log has the details.',
    );
    expect(document.body).not.toHaveTextContent(/DB::|SELECT|usage_records/);
  });

  test('show a viewer no link to the settings', async () => {
    const store = new ReplayedClickHouse();
    store.failWith(UNREACHABLE);
    installGrafana({ store, user: 'viewer' });
    renderApp(usageLogPath());
    expect(await find(testIds.states.error)).toHaveTextContent('The store does not respond');
    expect(screen.queryByRole('link', { name: 'Open data source settings' })).toBeNull();
  });
});

describe('the detail of a row', () => {
  const detail: ReplayedRows = {
    records: [recordRow(0), recordRow(1)],
    attempts: [attemptsRow(0, [{ index: 0, retry: 0, state: 'success', provider: 'openai', statusCode: 200 }])],
    traces: [traceRow({ inputMessages: '[{"role":"user"}]' })],
  };

  test('opens in a drawer for an administrator, and closes', async () => {
    const { search } = openLog(detail);
    const [first] = await findAll(testIds.usageLog.row);
    fireEvent.click(cell(first, 'endpoint'));
    const drawer = await find(testIds.request.drawer);
    expect(await within(drawer).findByTestId(testIds.request.attempt, {}, WAIT)).toHaveTextContent('200');
    expect(await within(drawer).findAllByTestId(testIds.request.costLine, {}, WAIT)).toHaveLength(2);
    expect(search().get('open')).toContain(idsOf(0).span_id);
    expect(screen.getByRole('link', { name: 'Open as page' })).toHaveAttribute(
      'href',
      expect.stringContaining(`/requests/${idsOf(0).trace_id}/${idsOf(0).span_id}`),
    );
    fireEvent.click(screen.getByRole('button', { name: /close/i }));
    await waitFor(() => expect(search().get('open')).toBeNull());
  });

  test('expands for a viewer and explains the missing access, without requests that Grafana denies', async () => {
    const { store } = openLog(detail, '', { user: 'viewer' });
    const [first] = await findAll(testIds.usageLog.row);
    fireEvent.click(cell(first, 'endpoint'));
    expect(await find(testIds.request.noAccess)).toHaveTextContent('TokenTrail request detail reader');
    expect(screen.queryByTestId(testIds.request.drawer)).toBeNull();
    expect(store.requests.every(({ route }) => route === 'ledger')).toBe(true);
  });

  test('opens with the keyboard', async () => {
    const { search } = openLog(detail);
    const grid = await find(testIds.usageLog.table);
    fireEvent.keyDown(grid, { key: 'End' });
    fireEvent.keyDown(grid, { key: 'ArrowRight' });
    expect(await find(testIds.usageLog.unfolded)).toBeInTheDocument();
    fireEvent.keyDown(grid, { key: 'Enter' });
    await waitFor(() => expect(search().get('open')).toContain(idsOf(1).span_id));
  });
});
