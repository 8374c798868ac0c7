import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { usageLogPath } from '../../links.ts';
import { installGrafana } from '../../testing/grafana.ts';
import { find, mockLayout, renderApp, WAIT } from '../../testing/render-app.tsx';
import { ReplayedClickHouse, type StoreRequest } from '../../testing/replayed-clickhouse.ts';
import { recordRow } from '../../testing/rows.ts';
import { testIds } from '../../testIds.ts';

jest.setTimeout(120_000);
beforeAll(mockLayout);

/** 25 seconds with one call each; every fifth one failed. */
const CALLS = Array.from({ length: 25 }, (_, index) =>
  recordRow(index, index % 5 === 0 ? { state_now: 'failed', status_code: 502 } : {}),
);
const NEWEST_MS = 1_763_820_730_412;
const RANGE = `?from=${NEWEST_MS - 119_999}&to=${NEWEST_MS + 1}`;

function openLog(query = RANGE) {
  const store = new ReplayedClickHouse({ records: CALLS });
  const api = installGrafana({ store, user: 'viewer' });
  return { store, api, ...renderApp(`${usageLogPath()}${query}`) };
}

const control = async () => within(await find(testIds.usageLog.histogram)).getByRole('slider');
const isPercentiles = ({ sql }: StoreRequest) => sql.includes('AS duration_count');
const isHistogram = ({ sql }: StoreRequest) => sql.includes('AS bucket');

test('the histogram states its counts in words', async () => {
  openLog();
  const image = within(await find(testIds.usageLog.histogram)).getByRole('img');
  expect(image).toHaveAccessibleName(/25 records \(20 success, 5 failed\)\. Highest bar: .*: 1 record \(/);
});

test('arrows select a time span, Enter makes it the range', async () => {
  const { search } = openLog();
  const slider = await control();
  fireEvent.keyDown(slider, { key: 'End' });
  expect(slider).toHaveAttribute('aria-valuetext', expect.stringContaining('1 record (1 failed)'));
  fireEvent.keyDown(slider, { key: 'ArrowLeft', shiftKey: true });
  expect(screen.getByTestId(testIds.usageLog.histogramSpan)).toBeInTheDocument();
  expect(slider).toHaveAttribute('aria-valuetext', expect.stringContaining('2 records (1 success, 1 failed)'));
  fireEvent.keyDown(slider, { key: 'Enter' });
  await waitFor(() => expect(search().get('from')).toBe(String(NEWEST_MS - 1999)));
  expect(search().get('to')).toBe(String(NEWEST_MS + 1));
});

test('Escape cancels the selection', async () => {
  const { search } = openLog();
  const slider = await control();
  fireEvent.keyDown(slider, { key: 'ArrowLeft' });
  fireEvent.keyDown(slider, { key: 'Escape' });
  expect(screen.queryByTestId(testIds.usageLog.histogramSpan)).toBeNull();
  fireEvent.keyDown(slider, { key: 'Enter' });
  expect(search().get('from')).toBe(String(NEWEST_MS - 119_999));
});

test('a double click doubles the range', async () => {
  const { search } = openLog();
  fireEvent.doubleClick(await control());
  await waitFor(() => expect(Number(search().get('to')) - Number(search().get('from'))).toBe(240_000));
});

test('an entry of the legend filters its state, and shows all again', async () => {
  const { search } = openLog();
  const failed = await find(testIds.usageLog.legend('failed'));
  expect(failed).toHaveTextContent('failed 5');
  fireEvent.click(failed);
  await waitFor(() => expect(search().getAll('state')).toEqual(['failed']), WAIT);
  await waitFor(() => expect(screen.queryByTestId(testIds.usageLog.legend('success'))).toBeNull(), WAIT);
  expect(failed).toHaveAttribute('aria-pressed', 'true');
  fireEvent.click(failed);
  await waitFor(() => expect(search().getAll('state')).toEqual([]), WAIT);
});

test('a hidden histogram is not read', async () => {
  const { store } = openLog();
  await control();
  const before = store.requests.filter(isHistogram).length;
  const percentiles = store.requests.filter(isPercentiles).length;
  fireEvent.click(screen.getByRole('button', { name: 'Hide histogram' }));
  expect(screen.queryByTestId(testIds.usageLog.histogram)).toBeNull();
  fireEvent.click(screen.getByTestId('data-testid RefreshPicker run button'));
  await waitFor(() => expect(store.requests.filter(isPercentiles).length).toBeGreaterThan(percentiles), WAIT);
  expect(store.requests.filter(isHistogram)).toHaveLength(before);
  fireEvent.click(screen.getByRole('button', { name: 'Show histogram' }));
  await control();
});

test('a histogram that fails says so, and can be read again', async () => {
  const store = new ReplayedClickHouse({ records: CALLS });
  installGrafana({ store });
  store.failWith({ status: 500, body: 'Code: 241. DB::Exception' }, isHistogram);
  renderApp(`${usageLogPath()}${RANGE}`);
  expect(await screen.findByText('Histogram: The query is too large for this store', {}, WAIT)).toBeInTheDocument();
  store.recover();
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await control();
  expect(screen.queryByText(/too large/)).toBeNull();
});

test('another order of the rows does not read the figures again', async () => {
  const { store, search } = openLog();
  await control();
  const figures = () => store.requests.filter((request) => isPercentiles(request) || isHistogram(request)).length;
  expect(figures()).toBe(2);
  const lists = () => store.requests.filter(({ parameters }) => parameters.has('param_records')).length;
  const before = lists();
  fireEvent.click(screen.getByRole('columnheader', { name: /Cost/ }));
  await waitFor(() => expect(search().get('sort')).toBe('cost'), WAIT);
  await waitFor(() => expect(lists()).toBeGreaterThan(before), WAIT);
  const busy = () => screen.getByTestId(testIds.usageLog.page).querySelectorAll('[aria-busy="true"]');
  await waitFor(() => expect(busy()).toHaveLength(0), WAIT);
  expect(figures()).toBe(2);
});

test('annotations are read once the figures are there, and their absence shows nothing', async () => {
  const { api } = openLog();
  await control();
  await waitFor(() => expect(api.map(({ url }) => url)).toContain('/api/annotations'), WAIT);
  expect(screen.queryByTestId(testIds.usageLog.annotation)).toBeNull();
});

test('annotations are not read again at each interval, but on a refresh by hand', async () => {
  const { store, api } = openLog(`${RANGE}&refresh=1s`);
  const annotations = () => api.filter(({ url }) => url === '/api/annotations').length;
  const histograms = () => store.requests.filter(isHistogram).length;
  await waitFor(() => expect(histograms()).toBeGreaterThanOrEqual(3), WAIT);
  expect(annotations()).toBe(1);
  fireEvent.click(screen.getByTestId('data-testid RefreshPicker run button'));
  await waitFor(() => expect(annotations()).toBe(2), WAIT);
});

test('the age of the newest record is that of the store, also if the rows are older', async () => {
  openLog();
  expect(await find(testIds.usageLog.newest)).toHaveTextContent(/^Newest record \d+d ago$/);
});
