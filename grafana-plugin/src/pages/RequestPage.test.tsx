import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { requestPath, usageLogPath } from '../links.ts';
import { installGrafana, type GrafanaOptions } from '../testing/grafana.ts';
import { find, findAll, mockLayout, renderApp, WAIT } from '../testing/render-app.tsx';
import { ReplayedClickHouse, type ReplayedRows, type Row } from '../testing/replayed-clickhouse.ts';
import { attemptsRow, idsOf, recordRow, traceRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';

jest.setTimeout(60_000);
beforeAll(mockLayout);

const { start_unix_nano: startUnixNano, trace_id: traceId, span_id: spanId } = idsOf(0);
const PATH = requestPath({ startUnixNano, traceId, spanId }, null);

const ATTEMPTS = [
  { index: 0, retry: 0, state: 'failed', provider: 'openai', statusCode: 429, offsetMs: 0, durationMs: 129 },
  { index: 1, retry: 0, state: 'skipped', provider: 'mistral', skipReason: 'circuit_open' },
  { index: 2, retry: 0, state: 'success', provider: 'azure', statusCode: 200, offsetMs: 130, durationMs: 2270 },
];
const CONTENT = {
  inputMessages: '[{"role":"user","content":"planted question"}]',
  outputMessages: '["planted answer"]',
};

function openRequest(rows: ReplayedRows, options: Omit<GrafanaOptions, 'store'> = {}) {
  const store = new ReplayedClickHouse(rows);
  installGrafana({ store, ...options });
  renderApp(PATH);
  return store;
}

const openCall = (columns: Row) => openRequest({ records: [recordRow(0, columns)] });

test('shows summary, cost, attempts and content of the request', async () => {
  openRequest({ records: [recordRow(0)], attempts: [attemptsRow(0, ATTEMPTS)], traces: [traceRow(CONTENT)] });
  const summary = await find(testIds.request.summary);
  expect(summary).toHaveTextContent('gpt-4o → gpt-4o-2024-08-06');
  expect(summary).toHaveTextContent('Responded with status 200.');
  expect(summary).toHaveTextContent('Input tokens12,000Read from cache8,000 · 66.7% of input');
  expect(summary).toHaveTextContent('Output rate351 tok/s');
  const cost = screen.getByTestId(testIds.request.cost);
  expect(
    within(cost)
      .getAllByTestId(testIds.request.costLine)
      .map((line) => line.textContent),
  ).toEqual(['Input4,000$2.50 / 1M$0.0100', 'Output738$10.00 / 1M$0.00738']);
  expect(cost).toHaveTextContent('Charged to the caller$0.0219');
  expect(cost).toHaveTextContent('Price fromOur price file, version 2026-11-03');
  expect((await findAll(testIds.request.attempt)).map((attempt) => attempt.textContent)).toEqual([
    'candidate 1429129 ms',
    'candidate 2skippedits circuit breaker is open',
    'candidate 3200another provider2.27 s',
  ]);
  expect((await findAll(testIds.request.message)).map((message) => message.textContent)).toEqual([
    'Userplanted question',
    'Assistantplanted answer',
  ]);
});

test('shows the details of the attempt that responded, then of the selected one', async () => {
  openRequest({ records: [recordRow(0)], attempts: [attemptsRow(0, ATTEMPTS)] });
  const [, skipped] = await findAll(testIds.request.attempt);
  expect(screen.getByTestId(testIds.request.attemptDetail)).toHaveTextContent('azure');
  fireEvent.click(skipped ?? document.body);
  expect(screen.getByTestId(testIds.request.attemptDetail)).toHaveTextContent('Skipped: its circuit breaker is open.');
});

test('shows a placeholder while the request loads', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)] });
  const resume = store.pause();
  installGrafana({ store });
  renderApp(PATH);
  await screen.findByText('Loading request…', {}, WAIT);
  resume();
  expect(await find(testIds.request.summary)).toBeInTheDocument();
});

test('searches for a request whose link has no start time, and says so', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)] });
  installGrafana({ store });
  renderApp(`${usageLogPath()}/${traceId}/${spanId}`);
  expect(await find(testIds.request.searchNote)).toHaveTextContent(
    'The link has no start time. The request was found in the last 1 hour.',
  );
  expect(screen.getByTestId(testIds.request.summary)).toHaveTextContent('gpt-4o');
});

test('searches in growing ranges before it says that the ledger does not have the request', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(1)] });
  installGrafana({ store });
  renderApp(`${usageLogPath()}/${traceId}/${spanId}`);
  expect(await screen.findByText('This request is not in the ledger', {}, WAIT)).toBeInTheDocument();
  const lists = store.requests.filter(({ sql }) => sql.includes('usage_records'));
  expect(lists.length).toBeGreaterThanOrEqual(6);
});

test.each([
  ['an id of zeroes only', `${'0'.repeat(32)}/${'0'.repeat(16)}?at=0`, /Its ids have zeroes only/],
  ['an id that is none', `nothing/${spanId}?at=1`, /It needs a trace id of 32/],
  ['a start that is no time', `${traceId}/${spanId}?at=99999999999999999999`, /Its start time “at” is not a time/],
])('explains what is wrong with a link with %s', async (_what, path, text) => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)] });
  installGrafana({ store });
  const { search } = renderApp(`${usageLogPath()}/${path}`);
  expect(await screen.findByText(text, {}, WAIT)).toBeInTheDocument();
  if (path.includes(traceId)) {
    fireEvent.click(screen.getByRole('button', { name: 'Search without the start time' }));
    expect(await find(testIds.request.searchNote)).toBeInTheDocument();
    expect(search().has('at')).toBe(false);
  }
});

test('explains that the ledger does not have the request', async () => {
  openRequest({});
  expect(await screen.findByText('This request is not in the ledger', {}, WAIT)).toBeInTheDocument();
});

test('explains why the ledger cannot be read', async () => {
  const store = new ReplayedClickHouse();
  store.failWith({ status: 500, body: 'Code: 159. DB::Exception: Timeout exceeded' });
  installGrafana({ store });
  renderApp(PATH);
  expect(await find(testIds.states.error)).toHaveTextContent('The query is too large for this store');
});

test('shows a viewer the summary and cost, explains the missing access, and sends no request that Grafana denies', async () => {
  const store = openRequest({ records: [recordRow(0)], attempts: [attemptsRow(0, ATTEMPTS)] }, { user: 'viewer' });
  expect(await find(testIds.request.noAccess)).toHaveTextContent('Attempts and content are for administrators');
  expect(screen.getByTestId(testIds.request.cost)).toBeInTheDocument();
  expect(screen.queryByTestId(testIds.request.attempts)).toBeNull();
  expect(new Set(store.requests.map(({ route }) => route))).toEqual(new Set(['ledger']));
});

test('reads the attempts again if they could not be read', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)], attempts: [attemptsRow(0, ATTEMPTS)] });
  store.failWith({ status: 502, body: '' }, ({ route }) => route === 'attempts');
  installGrafana({ store });
  renderApp(PATH);
  const attempts = await find(testIds.request.attempts);
  await within(attempts).findByTestId(testIds.states.error, {}, WAIT);
  store.recover();
  fireEvent.click(within(attempts).getByRole('button', { name: 'Retry' }));
  expect(await findAll(testIds.request.attempt)).toHaveLength(3);
});

test('shows the content if the attempts cannot be read', async () => {
  const store = new ReplayedClickHouse({ records: [recordRow(0)], traces: [traceRow(CONTENT)] });
  store.failWith({ status: 502, body: '' }, ({ route }) => route === 'attempts');
  installGrafana({ store });
  renderApp(PATH);
  expect((await findAll(testIds.request.message))[0]).toHaveTextContent('planted question');
  expect(within(screen.getByTestId(testIds.request.attempts)).getByTestId(testIds.states.error)).toHaveTextContent(
    'The store does not respond',
  );
});

test.each([
  ['the capture level is basic', { capture_level: 'basic' }, 'set TOKENTRAIL_CAPTURE to headers or full'],
  ['it has not arrived', { capture_level: 'full' }, 'The traces store does not have the content of this request'],
])('explains the missing content if %s', async (_reason, columns, text) => {
  openCall(columns);
  expect(await screen.findByText(new RegExp(text), {}, WAIT)).toBeInTheDocument();
  expect(screen.getByText(/^No attempts were recorded/)).toBeInTheDocument();
});

test.each([
  ['is running', { state_now: 'streaming', status_code: null }, 'Cost is calculated when the call ends.'],
  [
    'has no known price',
    { cost_charged_state: 'unknown_price' },
    'No sell price for input, cache read, output of gpt-4o',
  ],
  ['was not billed', { cost_charged_state: 'not_billed' }, 'Not billed: no provider charges for this call.'],
])('explains the missing cost lines of a call that %s', async (_what, columns, text) => {
  openCall({ cost_charged_text: null, cost_charged_state: null, cost_lines: [], ...columns });
  expect(await find(testIds.request.cost)).toHaveTextContent(text);
});

test('shows the error of a failed call and its retries', async () => {
  openCall({
    state_now: 'failed',
    status_code: 429,
    error_code: 'rate_limit_exceeded',
    error_message: 'The provider rejected the call.',
    attempts_count: 3,
    attempts_retried: true,
  });
  const summary = await find(testIds.request.summary);
  expect(summary).toHaveTextContent(
    'Failed with status 429. Retried at the same provider (3 attempts). All attempts failed.',
  );
  expect(screen.getByTestId(testIds.request.error)).toHaveTextContent(
    'The provider rejected the call.rate_limit_exceeded',
  );
});

test('shows only what an event has', async () => {
  openCall({ record_type: 'topup', event_name: 'balance.topped_up', request_model: null, response_model: null });
  const summary = await find(testIds.request.summary);
  expect(summary).toHaveTextContent('ActionBalance topped upEvent namebalance.topped_up');
  expect(summary).not.toHaveTextContent('Responded');
  expect(screen.queryByTestId(testIds.request.cost)).toBeNull();
});

test('copies a whole id', async () => {
  const copied: string[] = [];
  Object.defineProperty(window, 'isSecureContext', { configurable: true, value: true });
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
  });
  openCall({});
  await find(testIds.request.summary);
  fireEvent.click(screen.getByRole('button', { name: 'Copy Request id' }));
  await waitFor(() => expect(copied).toEqual(['req_8f31']));
});
