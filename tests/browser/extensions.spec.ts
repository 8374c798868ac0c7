import { expect, test } from './fixtures.ts';
import { APP_ID, APP_TRACES } from './names.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

test.beforeEach(({ hostKind }) => test.skip(hostKind !== 'grafana', 'the preview has no extension points'));

test('Explore leads from a trace to its calls', async ({ openAs }) => {
  const pane = { datasource: APP_TRACES, queries: [{ refId: 'A', queryType: 'traceql', query: TRACE }] };
  const panes = encodeURIComponent(JSON.stringify({ a: { ...pane, range: { from: 'now-1h', to: 'now' } } }));
  const page = await openAs('admin', `explore?schemaVersion=1&panes=${panes}`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Show LLM calls of the trace' }).click();
  const link = page.getByRole('link', { name: /open|proceed/i }).or(page.getByRole('button', { name: /^open$/i }));
  await link.first().click();
  await expect(page).toHaveURL(new RegExp(`/a/${APP_ID}/requests\\?.*trace=${TRACE}`));
});
