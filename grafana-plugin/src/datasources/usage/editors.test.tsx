import type { DataSourceInstanceSettings } from '@grafana/data';
import { fireEvent, render, screen, within } from '@testing-library/react';
import React, { useState } from 'react';
import { installGrafana } from '../../testing/grafana.ts';
import { mockLayout } from '../../testing/render-app.tsx';
import { ReplayedClickHouse } from '../../testing/replayed-clickhouse.ts';
import { recordRow } from '../../testing/rows.ts';
import { dataSourceTestIds } from '../../dataSourceTestIds.ts';
import ConfigEditor from './ConfigEditor.tsx';
import { UsageDataSource } from './DataSource.ts';
import QueryEditor from './QueryEditor.tsx';
import type { UsageOptions, UsageQuery } from './types.ts';

jest.setTimeout(60_000);
beforeAll(mockLayout);

type Settings = Parameters<typeof ConfigEditor>[0]['options'];

/** Renders the settings of a data source, as Grafana's page keeps them. `settings()` are the current ones. */
function openSettings(changes: Partial<Settings> = {}) {
  let settings = { jsonData: {}, secureJsonFields: {}, ...changes } as Settings;
  function Page() {
    const [options, setOptions] = useState(settings);
    settings = options;
    return <ConfigEditor options={options} onOptionsChange={setOptions} />;
  }
  render(<Page />);
  return () => settings;
}

const dataSource = () => new UsageDataSource({ uid: 'x', jsonData: {} } as DataSourceInstanceSettings<UsageOptions>);

const field = (name: string) => screen.getByTestId(dataSourceTestIds.dataSourceConfig.field(name));

describe('the settings', () => {
  test('keep accounts secret and database names readable', () => {
    const settings = openSettings();
    fireEvent.change(field('ledgerUrl'), { target: { value: 'https://store.example.com' } });
    fireEvent.change(field('ledgerDatabase'), { target: { value: 'usage' } });
    expect(settings().secureJsonData).toEqual({ ledgerUrl: 'https://store.example.com' });
    expect(settings().jsonData).toEqual({ ledgerDatabase: 'usage' });
    expect(field('ledgerPassword')).toHaveAttribute('type', 'password');
    expect(screen.getByText('Default: tokentrail_ledger')).toBeInTheDocument();
  });

  test('keep a quota only if it is a positive number', () => {
    const settings = openSettings();
    fireEvent.change(field('quotaPerUsd'), { target: { value: '500000' } });
    expect(settings().jsonData.quotaPerUsd).toBe(500_000);
    fireEvent.change(field('quotaPerUsd'), { target: { value: '-5' } });
    expect(settings().jsonData.quotaPerUsd).toBeUndefined();
    expect(screen.getByText('Enter a positive number, such as 500000.')).toBeInTheDocument();
  });

  test('reset a saved secret', () => {
    const settings = openSettings({ secureJsonFields: { tracesPassword: true } });
    expect(field('tracesPassword')).toHaveValue('configured');
    fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
    expect(settings().secureJsonFields).toEqual({ tracesPassword: false });
  });

  test('tell the plugin that the ledger hides margins', () => {
    const settings = openSettings();
    fireEvent.click(screen.getByLabelText(/^Hide margins/));
    expect(settings().jsonData).toEqual({ hideMargin: '1' });
    fireEvent.click(screen.getByLabelText(/^Hide margins/));
    expect(settings().jsonData).toEqual({ hideMargin: '' });
  });

  test('of Tempo say that it cannot be read yet', () => {
    const settings = openSettings();
    fireEvent.click(screen.getByRole('radio', { name: 'Tempo' }));
    expect(settings().jsonData).toEqual({ kind: 'tempo' });
    expect(screen.getByText(/The usage log cannot read Tempo yet/)).toBeInTheDocument();
    expect(field('tempoTracesUrl')).toBeInTheDocument();
    expect(screen.queryByTestId(dataSourceTestIds.dataSourceConfig.field('ledgerUrl'))).toBeNull();
  });
});

describe('the query editor', () => {
  function openQuery(query: Partial<UsageQuery> = {}) {
    let current: UsageQuery = { refId: 'A', ...query };
    const onRunQuery = jest.fn();
    function Editor() {
      const [shown, setShown] = useState(current);
      current = shown;
      return <QueryEditor datasource={dataSource()} query={shown} onChange={setShown} onRunQuery={onRunQuery} />;
    }
    render(<Editor />);
    return { query: () => current, onRunQuery };
  }

  test('runs a search on Enter', () => {
    const { query, onRunQuery } = openQuery();
    const search = within(screen.getByTestId(dataSourceTestIds.queryEditor.search)).getByRole('combobox');
    fireEvent.change(search, { target: { value: 'gpt-4o' } });
    expect(onRunQuery).not.toHaveBeenCalled();
    fireEvent.keyDown(search, { key: 'Enter' });
    expect(onRunQuery).toHaveBeenCalledTimes(1);
    expect(query().search).toBe('gpt-4o');
  });

  test('uses the default limit instead of an invalid one', () => {
    const { query } = openQuery({ limit: 20 });
    const limit = screen.getByTestId(dataSourceTestIds.queryEditor.limit);
    expect(limit).toHaveValue(20);
    fireEvent.change(limit, { target: { value: '' } });
    expect(query().limit).toBe(100);
  });
});

describe('a ledger that hides margins', () => {
  const hiding = () =>
    new UsageDataSource({ uid: 'x', jsonData: { hideMargin: '1' } } as DataSourceInstanceSettings<UsageOptions>);
  const listRequest = { range: { fromMs: 0, toMs: 1 }, filter: {}, limit: 1 };

  test.each([
    ['viewer', 'ledger', false],
    ['admin', 'attempts', true],
  ] as const)('is read by a %s through the route %s', async (user, route, readsPaid) => {
    const store = new ReplayedClickHouse({ records: [recordRow(0)], attempts: [recordRow(0)] });
    installGrafana({ store, user });
    const { ledger } = await hiding().stores();
    await ledger.list(listRequest);
    expect(ledger.capabilities.margin).toBe(readsPaid);
    expect(new Set(store.requests.map((request) => request.route))).toEqual(new Set([route]));
    expect(store.requests.some(({ sql }) => sql.includes('cost_paid'))).toBe(readsPaid);
  });

  test('is tested by an administrator with the account of viewers', async () => {
    const store = new ReplayedClickHouse();
    installGrafana({ store, user: 'admin' });
    store.failWith({ status: 403, body: 'Code: 497. DB::Exception' }, ({ route }) => route === 'ledger');
    const { message } = await hiding().testDatasource();
    expect(message).toContain('Ledger: The account may not read this table');
  });
});
