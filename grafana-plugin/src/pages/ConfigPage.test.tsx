import { PluginType, type AppPluginMeta } from '@grafana/data';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import React from 'react';
import { MemoryRouter } from 'react-router-dom';
import type { AppSettings } from '../store/grafana-stores.ts';
import { installGrafana, type GrafanaOptions } from '../testing/grafana.ts';
import { find, mockLayout, WAIT } from '../testing/render-app.tsx';
import { ReplayedClickHouse } from '../testing/replayed-clickhouse.ts';
import { testIds } from '../testIds.ts';
import ConfigPage from './ConfigPage.tsx';

jest.setTimeout(60_000);
beforeAll(mockLayout);

function openPage(meta: Partial<AppPluginMeta<AppSettings>> = {}, options: Partial<GrafanaOptions> = {}) {
  const store = new ReplayedClickHouse();
  const apiRequests = installGrafana({ store, ...options });
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
  expect(screen.queryByTestId(testIds.config.save)).toBeNull();
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
  fireEvent.click(screen.getByTestId(testIds.config.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests).toEqual([
    {
      url: '/api/plugins/tokentrail-llmusage-app/settings',
      method: 'POST',
      data: { enabled: true, pinned: true, jsonData: { dataSourceUid: 'first' } },
    },
  ]);
});

test('reports that all stores respond', async () => {
  const { store } = openPage();
  fireEvent.click(screen.getByTestId(testIds.config.check));
  expect(await screen.findByText('Connected to ledger, attempts and traces.', {}, WAIT)).toBeInTheDocument();
  expect(new Set(store.requests.map(({ route }) => route))).toEqual(new Set(['ledger', 'attempts', 'traces']));
});

test('reports the stores that do not respond', async () => {
  const { store } = openPage();
  store.failWith({ status: 502, body: '' }, ({ route }) => route === 'traces');
  fireEvent.click(screen.getByTestId(testIds.config.check));
  const message = await screen.findByText(/^Traces: The store does not respond/, {}, WAIT);
  expect(message).not.toHaveTextContent('Ledger');
});

const OTHERS = [
  { uid: 'tempo-1', type: 'tempo', name: 'Team Tempo' },
  { uid: 'prom-1', type: 'prometheus', name: 'Metrics' },
];

test('keeps the data sources of the links when another setting is saved', async () => {
  const jsonData = { traceDataSourceUid: 'tempo-1', logDataSourceUid: 'loki-1' };
  const { apiRequests } = openPage({ jsonData }, { others: OTHERS });
  expect(screen.getByDisplayValue('Team Tempo')).toBeInTheDocument();
  fireEvent.click(screen.getByTestId(testIds.config.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests[0]).toMatchObject({ data: { jsonData: { ...jsonData, dataSourceUid: 'clickhouse' } } });
});

test('offers data sources that have links, and saves the selected one', async () => {
  const { apiRequests } = openPage({}, { others: OTHERS });
  fireEvent.click(within(screen.getByTestId(testIds.config.linked('trace'))).getByRole('combobox'));
  expect(screen.queryByRole('option', { name: /Metrics/ })).toBeNull();
  fireEvent.click(await screen.findByRole('option', { name: /Team Tempo/ }));
  fireEvent.click(screen.getByTestId(testIds.config.save));
  await waitFor(() => expect(apiRequests).toHaveLength(1));
  expect(apiRequests[0]).toMatchObject({ data: { jsonData: { traceDataSourceUid: 'tempo-1' } } });
});

test('names a data source whose type has no links, and one that does not exist', () => {
  openPage({ jsonData: { traceDataSourceUid: 'prom-1', logDataSourceUid: 'gone' } }, { others: OTHERS });
  expect(screen.getByTestId(testIds.config.linked('trace'))).toHaveTextContent(
    'Links to the type “prometheus” are not supported. Choose one of: tempo, jaeger, zipkin',
  );
  expect(screen.getByTestId(testIds.config.linked('logs'))).toHaveTextContent('This data source does not exist.');
});
