import { PluginType, type AppPluginMeta } from '@grafana/data';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import React from 'react';
import { MemoryRouter } from 'react-router-dom';
import type { AppSettings } from '../store/grafana-stores.ts';
import { installGrafana, type GrafanaOptions } from '../testing/grafana.ts';
import { find, mockLayout, WAIT } from '../testing/render-app.tsx';
import { ReplayedClickHouse } from '../testing/replayed-clickhouse.ts';
import { configTestIds } from '../configTestIds.ts';
import { testIds } from '../testIds.ts';
import ConfigPage from './ConfigPage.tsx';

jest.setTimeout(60_000);
beforeAll(mockLayout);

function openPage(meta: Partial<AppPluginMeta<AppSettings>> = {}, options: Partial<GrafanaOptions> = {}) {
  const { store = new ReplayedClickHouse() } = options;
  const apiRequests = installGrafana({ ...options, store });
  const plugin = { meta: { type: PluginType.app, enabled: true, pinned: true, ...meta } };
  render(
    <MemoryRouter>
      <ConfigPage plugin={plugin as Parameters<typeof ConfigPage>[0]['plugin']} query={{}} />
    </MemoryRouter>,
  );
  return { store, apiRequests };
}

test('asks to enable the app first', () => {
  openPage({ enabled: false });
  expect(screen.getByText('Enable the app to use its pages, data source and panels')).toBeInTheDocument();
  expect(screen.queryByTestId(configTestIds.save)).toBeNull();
});

test('explains how to connect a store without a data source', async () => {
  openPage({}, { dataSources: [] });
  expect(await find(testIds.states.noDataSource)).toBeInTheDocument();
});

test('selects the data source of the settings', () => {
  openPage({ jsonData: { dataSourceUid: 'second' } }, { dataSources: ['first', 'second'] });
  expect(screen.getByDisplayValue('Store second')).toBeInTheDocument();
});

test('saves the selected data source, by default the first one', async () => {
  const { apiRequests } = openPage({}, { dataSources: ['first', 'second'] });
  fireEvent.click(screen.getByTestId(configTestIds.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests).toEqual([
    {
      url: '/api/plugins/tokentrail-llmusage-app/settings',
      method: 'POST',
      data: { enabled: true, pinned: true, jsonData: { dataSourceUid: 'first' } },
    },
  ]);
});

/** State, text and remedy of the steps of the connection test, when all are known. */
async function testChain() {
  fireEvent.click(screen.getByTestId(configTestIds.check));
  const steps = await find(configTestIds.steps);
  await waitFor(() => expect(steps.querySelector('[data-state="running"], [data-state="waiting"]')).toBeNull(), WAIT);
  const step = (id: string) => screen.getByTestId(configTestIds.step(id));
  return {
    step,
    states: Object.fromEntries(
      ['data-source', 'ledger', 'records', 'processes', 'attempts', 'traces', 'trace-links', 'log-links'].map((id) => [
        id,
        step(id).dataset['state'],
      ]),
    ),
  };
}

describe('the connection test', () => {
  test('reads every store, and names what is not set up', async () => {
    const { store } = openPage();
    const { states, step } = await testChain();
    expect(states).toEqual({
      'data-source': 'passed',
      ledger: 'passed',
      records: 'warning',
      processes: 'warning',
      attempts: 'passed',
      traces: 'passed',
      'trace-links': 'skipped',
      'log-links': 'skipped',
    });
    expect(step('records')).toHaveTextContent('The ledger has no record yet');
    expect(screen.getByText('Works, but look at: Records arrive, Processes report')).toBeInTheDocument();
    expect(new Set(store.requests.map(({ route }) => route))).toEqual(new Set(['ledger', 'attempts', 'traces']));
  });

  test('names the step that failed, and does not test what depends on it', async () => {
    const { store } = openPage();
    store.failWith({ status: 502, body: '' }, ({ route }) => route === 'ledger');
    const { states, step } = await testChain();
    expect(states).toMatchObject({ ledger: 'failed', records: 'skipped', processes: 'skipped', traces: 'passed' });
    expect(step('ledger')).toHaveTextContent('Grafana cannot connect to the store');
    expect(within(step('ledger')).getByRole('link')).toHaveAttribute(
      'href',
      '/connections/datasources/edit/clickhouse',
    );
    expect(screen.getByText('Failed: Ledger')).toBeInTheDocument();
  });

  test('sends nothing through a route without an address', async () => {
    const { store } = openPage({}, { secureFields: ['ledgerUrl', 'ledgerUser', 'ledgerPassword', 'attemptsUrl'] });
    const { states, step } = await testChain();
    expect(states).toMatchObject({ ledger: 'passed', attempts: 'passed', traces: 'failed' });
    expect(step('traces')).toHaveTextContent('The data source is not configured');
    expect(store.requests.some(({ route }) => route === 'traces')).toBe(false);
  });

  test('does not test for others what only administrators may read', async () => {
    const { store } = openPage({}, { user: 'viewer' });
    const { states } = await testChain();
    expect(states).toMatchObject({ ledger: 'passed', attempts: 'denied', traces: 'denied' });
    expect(store.requests.every(({ route }) => route === 'ledger')).toBe(true);
  });

  test('finds a data source that was removed', async () => {
    openPage({ jsonData: { dataSourceUid: 'gone' } });
    const { states, step } = await testChain();
    expect(states).toMatchObject({ 'data-source': 'failed', ledger: 'skipped', attempts: 'skipped' });
    expect(step('data-source')).toHaveTextContent('There is no such data source');
  });

  test('finds links that lead nowhere', async () => {
    openPage({ jsonData: { traceDataSourceUid: 'gone', logDataSourceUid: 'loki-1' } }, { others: OTHERS });
    const { states, step } = await testChain();
    expect(states).toMatchObject({ 'trace-links': 'failed', 'log-links': 'passed' });
    expect(step('log-links')).toHaveTextContent('Team Loki');
  });
});

describe('the retention', () => {
  const days = { usage: 90, request: 30, event: 400, other: 400, attempts: 1, processes: null, groups: { search: 7 } };

  test('is shown for each class of rows, as the ledger states it', async () => {
    const row = { name: 'retention', value: JSON.stringify(days), set_by: 'ann', set_at_ms: '1763820000000' };
    openPage({}, { store: new ReplayedClickHouse({ settings: [row] }) });
    const retention = await find(configTestIds.retention);
    await waitFor(() => expect(retention).toHaveTextContent('Stated by ann'), WAIT);
    for (const fact of ['Calls90 days', 'Inbound requests30 days', 'AttemptsOne day', 'of the group search7 days']) {
      expect(retention).toHaveTextContent(fact);
    }
    const unknown = within(retention).getByRole('img');
    expect(unknown).toHaveAccessibleName('The ledger does not state it, because its rule is not in days');
  });

  test('is missing in a ledger that does not state it', async () => {
    openPage();
    const retention = await find(configTestIds.retention);
    await waitFor(() => expect(retention).toHaveTextContent('This ledger does not state its retention'), WAIT);
  });

  test('cannot be read from an older ledger, which the page says', async () => {
    const store = new ReplayedClickHouse();
    const exception = { status: 404, body: 'Code: 60. DB::Exception: Unknown table (UNKNOWN_TABLE)' };
    store.failWith(exception, ({ sql }) => sql.includes('.settings'));
    store.failWith({ status: 200, body: '{"data":[{"version":7}]}' }, ({ sql }) => sql.includes('.schema_version'));
    openPage({}, { store });
    const settings = await find(configTestIds.ledgerSettings);
    await waitFor(() => expect(settings).toHaveTextContent('The schema of the store has another version'), WAIT);
  });
});

test('lists the budgets of the ledger', async () => {
  const value = JSON.stringify([{ name: 'Search', group: 'search', monthly_usd: '12.5', compared_with: 'paid' }]);
  const row = { name: 'budgets', value, set_by: 'ann', set_at_ms: '1763820000000' };
  openPage({}, { store: new ReplayedClickHouse({ settings: [row] }) });
  await waitFor(async () => expect(await find(configTestIds.budget)).toHaveTextContent('$12.50'), WAIT);
  expect(screen.getByTestId(configTestIds.budget)).toHaveTextContent(/Group search \(what the provider invoices\)/);
  expect(screen.getByTestId(configTestIds.budgets)).toHaveTextContent('Stated by ann');
});

test('says that the ledger has no budgets', async () => {
  openPage();
  await waitFor(async () => expect(await find(configTestIds.budgets)).toHaveTextContent('has no budgets'), WAIT);
});

const OTHERS = [
  { uid: 'tempo-1', type: 'tempo', name: 'Team Tempo' },
  { uid: 'loki-1', type: 'loki', name: 'Team Loki' },
  { uid: 'prom-1', type: 'prometheus', name: 'Metrics' },
];

test('keeps the data sources of the links when another setting is saved', async () => {
  const jsonData = { traceDataSourceUid: 'tempo-1', logDataSourceUid: 'loki-1' };
  const { apiRequests } = openPage({ jsonData }, { others: OTHERS });
  expect(screen.getByDisplayValue('Team Tempo')).toBeInTheDocument();
  fireEvent.click(screen.getByTestId(configTestIds.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests[0]).toMatchObject({ data: { jsonData: { ...jsonData, dataSourceUid: 'clickhouse' } } });
});

test('offers data sources that have links, and saves the selected one', async () => {
  const { apiRequests } = openPage({}, { others: OTHERS });
  fireEvent.click(within(screen.getByTestId(configTestIds.linked('trace'))).getByRole('combobox'));
  expect(screen.queryByRole('option', { name: /Metrics/ })).toBeNull();
  fireEvent.click(await screen.findByRole('option', { name: /Team Tempo/ }));
  fireEvent.click(screen.getByTestId(configTestIds.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests[0]).toMatchObject({ data: { jsonData: { traceDataSourceUid: 'tempo-1' } } });
});

test('offers data sources for new alerts, selects the provisioned one, and saves another', async () => {
  const provisioned = { uid: 'tokentrail-metrics', type: 'prometheus', name: 'TokenTrail metrics' };
  const { apiRequests } = openPage({}, { others: [...OTHERS, provisioned] });
  expect(screen.getByDisplayValue('TokenTrail metrics')).toBeInTheDocument();
  fireEvent.click(within(screen.getByTestId(configTestIds.linked('metrics'))).getByRole('combobox'));
  expect(screen.queryByRole('option', { name: /Team Loki/ })).toBeNull();
  fireEvent.click(await screen.findByRole('option', { name: /^Metrics/ }));
  fireEvent.click(screen.getByTestId(configTestIds.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests[0]).toMatchObject({ data: { jsonData: { metricsDataSourceUid: 'prom-1' } } });
});

test('names a data source whose type has no links, and one that does not exist', () => {
  openPage({ jsonData: { traceDataSourceUid: 'prom-1', logDataSourceUid: 'gone' } }, { others: OTHERS });
  expect(screen.getByTestId(configTestIds.linked('trace'))).toHaveTextContent(
    'Links to the type “prometheus” are not supported. Choose one of: tempo, jaeger, zipkin',
  );
  expect(screen.getByTestId(configTestIds.linked('logs'))).toHaveTextContent('This data source does not exist.');
});
