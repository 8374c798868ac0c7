import { configTestIds } from '../../grafana-plugin/src/configTestIds.ts';
import { dataSourceTestIds } from '../../grafana-plugin/src/dataSourceTestIds.ts';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { expect, test } from './fixtures.ts';
import { APP_ID, DATA_SOURCE_TYPE, STORE, TEST_DASHBOARD } from './names.ts';

/**
 * Nested plugins contain wiring; the rest is loaded on first use. Its files are in the app's folder, so a nested plugin
 * that looked in its own folder would find nothing.
 */
const LAZY_PARTS = [
  { what: 'the app’s page', path: `a/${APP_ID}/requests?ds=${STORE}`, testId: testIds.usageLog.page },
  { what: 'the app’s configuration', path: `plugins/${APP_ID}`, testId: configTestIds.dataSource },
  {
    what: 'the config editor',
    path: `connections/datasources/edit/${STORE}`,
    testId: dataSourceTestIds.dataSourceConfig.field('ledgerDatabase'),
  },
  { what: 'the query editor', path: explorePath(), testId: dataSourceTestIds.queryEditor.search },
  { what: 'the usage log panel', path: `d/${TEST_DASHBOARD}`, testId: testIds.panels.usageLog },
  { what: 'the request trace panel', path: `d/${TEST_DASHBOARD}`, testId: testIds.panels.requestTrace },
];

for (const { what, path, testId } of LAZY_PARTS) {
  test(`renders ${what} with files from the app's folder`, async ({ openAs }) => {
    const page = await openAs('admin', 'api/health');
    const files: { path: string; status: number }[] = [];
    page.on('response', (response) =>
      files.push({ path: new URL(response.url()).pathname, status: response.status() }),
    );
    await page.goto(new URL(path, page.url().replace('api/health', '')).href, { waitUntil: 'commit' });
    await expect(page.getByTestId(testId).first()).toBeVisible();
    const ours = files.filter((file) => file.path.includes('/public/plugins/tokentrail-'));
    expect(ours.filter((file) => file.status >= 400)).toEqual([]);
    expect(
      ours.some((file) => /\/tokentrail-llmusage-app\/[^/]+\.js$/.test(file.path) && !file.path.endsWith('module.js')),
    ).toBe(true);
  });
}

test('Explore shows the rows of a query', async ({ openAs }) => {
  const page = await openAs('admin', `${explorePath()}&from=now-7d&to=now`);
  await expect(page.getByText('/agents/1/invoke').first()).toBeVisible();
});

/** Path of Explore in Grafana. The preview reads only `ds`. */
function explorePath(): string {
  // Explore treats a query that has only a data source as empty and does not run it.
  const queries = [{ refId: 'A', limit: 50, datasource: { type: DATA_SOURCE_TYPE, uid: STORE } }];
  const pane = { datasource: STORE, queries, range: { from: 'now-7d', to: 'now' } };
  const panes = encodeURIComponent(JSON.stringify({ a: pane }));
  return `explore?schemaVersion=1&orgId=1&ds=${STORE}&panes=${panes}`;
}
