import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { grafanaApi, JAEGER, useJaeger } from './jaeger.ts';
import { APP_ID, APP_TRACES } from './names.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const DASHBOARD = 'tokentrail-tests-trace';

test.beforeEach(({ hostKind }) => test.skip(hostKind !== 'grafana', 'the preview has no extension points'));

function explore(datasource: string, query: object): string {
  const pane = { datasource, queries: [{ refId: 'A', ...query }], range: { from: 'now-1h', to: 'now' } };
  return `explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}

const showsCalls = (page: Page) =>
  expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/requests\\?.*trace=${TRACE}`), { timeout: 15_000 });

test('Explore leads from a trace to its calls', async ({ openAs }) => {
  const page = await openAs('admin', explore(APP_TRACES, { queryType: 'traceql', query: TRACE }));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Show LLM calls of the trace' }).click();
  const link = page.getByRole('link', { name: /open|proceed/i }).or(page.getByRole('button', { name: /^open$/i }));
  await link.first().click();
  await showsCalls(page);
});

test('the trace view and the menu of its panel lead to the calls of the trace', async ({ host, openAs }) => {
  const removeJaeger = await useJaeger(host, TRACE, Date.now() - 60_000);
  const datasource = { type: 'jaeger', uid: JAEGER };
  const panel = {
    ...{ id: 1, type: 'traces', title: 'Trace', datasource, gridPos: { x: 0, y: 0, w: 24, h: 12 } },
    targets: [{ refId: 'A', datasource, query: TRACE }],
  };
  const dashboard = { uid: DASHBOARD, title: 'TokenTrail trace under test', panels: [panel] };
  await grafanaApi(host, 'POST', 'dashboards/db', { dashboard, overwrite: true });
  try {
    const page = await openAs('admin', explore(JAEGER, { query: TRACE }));
    const action = page.getByRole('button', { name: 'Show LLM calls', exact: true });
    // The trace view opens its links in a new tab.
    const [tab] = await Promise.all([page.waitForEvent('popup'), action.click()]);
    await showsCalls(tab);

    await page.goto(new URL(`d/${DASHBOARD}`, host.baseUrl('admin')).href);
    await page.getByRole('heading', { name: 'Trace', exact: true }).hover();
    await page.getByRole('button', { name: 'Menu for panel Trace' }).click();
    await page.getByRole('menuitem', { name: 'Extensions' }).hover();
    // The menu shortens the title.
    await page.getByRole('menuitem', { name: /^Show LLM calls/ }).click();
    await showsCalls(page);
  } finally {
    await grafanaApi(host, 'DELETE', `dashboards/uid/${DASHBOARD}`);
    await removeJaeger();
  }
});
