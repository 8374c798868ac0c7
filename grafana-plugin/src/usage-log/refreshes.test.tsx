import { act, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { DEFAULT_STATE } from '../links.ts';
import { openStores } from '../store/grafana-stores.ts';
import { OpenLedger } from '../store/LedgerProvider.tsx';
import { installGrafana } from '../testing/grafana.ts';
import { mockLayout } from '../testing/render-app.tsx';
import { ReplayedClickHouse, type StoreRequest } from '../testing/replayed-clickhouse.ts';
import { recordRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';
import { UsageLog } from './UsageLog.tsx';

jest.setTimeout(60_000);
beforeAll(mockLayout);
afterEach(() => jest.useRealTimers());

const isList = ({ parameters }: StoreRequest) => parameters.has('param_versions');

/** Advances the clock in steps, because React renders only at the end of each `act`. */
async function wait(ms: number) {
  for (let left = ms; left > 0; left -= 500) {
    await act(() => jest.advanceTimersByTimeAsync(Math.min(left, 500)));
  }
}

/** Renders the usage log with `count` calls, and waits for its rows. Row 1000 is the newest. */
async function openLog({ count = 250, refresh = '5s', limit = 100 } = {}) {
  const store = new ReplayedClickHouse({
    records: Array.from({ length: count }, (_, index) => recordRow(1000 + index)),
  });
  installGrafana({ store });
  const stores = await openStores('clickhouse');
  jest.useFakeTimers();
  const state = { ...DEFAULT_STATE, refresh, limit };
  const ledger = { stores, ds: 'clickhouse', mayReadTraces: false, timeZone: 'utc', quotaPerUsd: null };
  render(
    <OpenLedger value={ledger}>
      <UsageLog state={state} onChange={() => {}} timeSlot={document.body} />
    </OpenLedger>,
  );
  await wait(100);
  return store;
}

const grid = () => screen.getByTestId(testIds.usageLog.table);
const rowCount = () => Number(grid().getAttribute('aria-rowcount')) - 1;
const status = () => screen.getByTestId(testIds.usageLog.status);
const newRows = () => screen.queryByTestId(testIds.usageLog.newRows);
const firstCell = (column: string) =>
  within(screen.getAllByTestId(testIds.usageLog.row)[0] ?? document.body).getByTestId(testIds.usageLog.cell(column));
const loadMore = () => fireEvent.click(screen.getByTestId(testIds.usageLog.loadMore));

test('a store that is slower than the interval still updates the rows', async () => {
  const store = await openLog();
  store.slowDown(6000);
  const lists = () => store.requests.filter(isList).length;
  expect(lists()).toBe(1);
  store.insert(recordRow(1000, { state_now: 'failed', status_code: 502 }));
  await wait(60_000);
  expect(firstCell('status')).toHaveTextContent('502');
  // Each refresh takes three steps of 6 s (rows, totals, other figures) and a pause of 5 s.
  expect(lists()).toBe(4);
});

test('one 502 keeps rows and position, says so, and the next refresh recovers', async () => {
  const store = await openLog();
  loadMore();
  await wait(100);
  expect(rowCount()).toBe(200);
  grid().scrollTop = 246;
  store.failWith({ status: 502, body: '' });
  await wait(5000);
  expect(rowCount()).toBe(200);
  expect(grid().scrollTop).toBe(246);
  expect(status()).toHaveTextContent('Not up to date: The store does not respond');
  expect(screen.queryByTestId(testIds.states.error)).toBeNull();
  store.recover();
  await wait(5100);
  expect(status()).toBeEmptyDOMElement();
  expect(rowCount()).toBe(200);
});

test('a refresh by hand after a failure recovers too', async () => {
  const store = await openLog({ refresh: '' });
  store.failWith({ status: 502, body: '' });
  fireEvent.click(screen.getByTestId('data-testid RefreshPicker run button'));
  await wait(100);
  store.recover();
  fireEvent.click(within(status()).getByRole('button', { name: 'Retry' }));
  await wait(100);
  expect(status()).toBeEmptyDOMElement();
});

test('offers new rows instead of moving the others', async () => {
  const store = await openLog();
  grid().scrollTop = 246;
  store.insert(...[990, 991, 992].map((index) => recordRow(index, { endpoint: `/new/${index}` })));
  await wait(5100);
  expect(newRows()).toHaveTextContent('3 new rows');
  expect(rowCount()).toBe(100);
  expect(firstCell('endpoint')).toHaveTextContent('/v1/chat/completions');
  fireEvent.click(newRows() ?? document.body);
  expect(rowCount()).toBe(103);
  expect(newRows()).toBeNull();
  expect(grid().scrollTop).toBe(0);
});

test('a refresh by hand shows new rows, and the row being read stays where it is', async () => {
  const store = await openLog({ refresh: '' });
  grid().scrollTop = 64;
  store.insert(recordRow(990));
  fireEvent.click(screen.getByTestId('data-testid RefreshPicker run button'));
  await wait(100);
  expect(rowCount()).toBe(101);
  expect(grid().scrollTop).toBe(64 + 32);
});

test('keeps all loaded rows, also more than one query reads', async () => {
  const store = await openLog({ count: 1200, limit: 500 });
  loadMore();
  await wait(100);
  expect(rowCount()).toBe(1000);
  store.insert(recordRow(990));
  await wait(5100);
  expect(rowCount()).toBe(1000);
  expect(newRows()).toHaveTextContent('1 new row');
  loadMore();
  await wait(100);
  fireEvent.click(newRows() ?? document.body);
  expect(rowCount()).toBe(1201);
});

test('totals that fail on a refresh stay, marked', async () => {
  const store = await openLog();
  const summary = screen.getByTestId(testIds.usageLog.summary);
  expect(summary).toHaveTextContent('250 calls');
  store.failWith({ status: 500, body: '' }, ({ sql }) => sql.includes('AS requests'));
  await wait(5100);
  expect(summary).toHaveTextContent('250 calls');
  expect(summary).toHaveTextContent('Totals not up to date: The query failed');
});
