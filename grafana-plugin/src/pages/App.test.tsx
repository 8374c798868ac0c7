import { screen } from '@testing-library/react';
import { requestPath, usageLogPath } from '../links.ts';
import { EXAMPLE_RECORD } from '../record/example-record.ts';
import { installGrafana } from '../testing/grafana.ts';
import { find, mockLayout, renderApp } from '../testing/render-app.tsx';
import { ReplayedClickHouse } from '../testing/replayed-clickhouse.ts';
import { testIds } from '../testIds.ts';

// Pages load on first use, which takes several seconds, and much longer on a busy machine.
jest.setTimeout(120_000);
beforeAll(mockLayout);

describe('every page', () => {
  const paths = [usageLogPath(), requestPath(EXAMPLE_RECORD, null)];
  const store = new ReplayedClickHouse();

  test.each(paths)('%s explains to an administrator how to connect a store', async (path) => {
    installGrafana({ store, dataSources: [] });
    renderApp(path);
    expect(await find(testIds.states.noDataSource)).toHaveTextContent('Connect the usage log to a store');
    expect(screen.getByRole('link', { name: 'Add data source' })).toHaveAttribute(
      'href',
      '/connections/datasources/new',
    );
    expect(screen.getByRole('link', { name: 'configuration page' })).toBeInTheDocument();
  });

  test.each(paths)('%s asks a viewer without a data source to contact an administrator', async (path) => {
    installGrafana({ store, dataSources: [], user: 'viewer' });
    renderApp(path);
    expect(await find(testIds.states.noDataSource)).toHaveTextContent('Ask a Grafana administrator');
    expect(screen.queryByRole('link', { name: 'Add data source' })).toBeNull();
  });

  test.each(paths)('%s shows a placeholder until the store responds', async (path) => {
    const paused = new ReplayedClickHouse();
    const resume = paused.pause();
    installGrafana({ store: paused });
    renderApp(path);
    expect(await find(testIds.states.loading)).toHaveTextContent('Loading');
    resume();
  });

  test.each(paths)('%s names the data source of the URL if it does not exist', async (path) => {
    installGrafana({ store });
    renderApp(`${path.split('?')[0]}?at=1&ds=a/b`);
    expect(await find(testIds.states.error)).toHaveTextContent(
      'There is no such data sourceSelect another “TokenTrail usage” data source that you can query.',
    );
  });
});

test('redirects an unknown path to the usage log', async () => {
  installGrafana({ store: new ReplayedClickHouse() });
  renderApp(usageLogPath().replace('requests', 'unknown'));
  expect(await find(testIds.usageLog.page)).toBeInTheDocument();
});

test('a link from a dashboard filters by its variables, and the address names the filter', async () => {
  installGrafana({ store: new ReplayedClickHouse() });
  const { search } = renderApp(
    `${usageLogPath()}?from=now-6h&to=now&var-ds=clickhouse&var-model=gpt-4o&var-group=%24__all`,
  );
  expect(await find(testIds.filters.pill)).toHaveTextContent('gpt-4o');
  expect(search().toString()).toBe('from=now-6h&to=now&ds=clickhouse&model=gpt-4o');
});
