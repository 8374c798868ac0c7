import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { manyAttemptsCall } from './attempt-calls.ts';
import { expect, test } from './fixtures.ts';
import { grafanaApi, JAEGER, useJaeger } from './jaeger.ts';
import { APP_ID, REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf, spanRow } from './records.ts';

test.use({ storeName: 'app-spans' });
test.skip(({ hostKind }) => hostKind !== 'grafana', 'the preview has no data sources of other plugins');

const nowMs = Date.now();
const startMs = nowMs - manyAttemptsCall.minutesAgo * 60_000;
const { TraceId: traceId } = spanRow(manyAttemptsCall, nowMs);

test('the spans of the app come from the trace data source of the configuration page', async ({
  host,
  store,
  openAs,
}) => {
  await store.insert([spanRow(manyAttemptsCall, nowMs)]);
  const settings = (await (await grafanaApi(host, 'GET', `plugins/${APP_ID}/settings`)).json()) as {
    jsonData?: object;
  };
  const save = (jsonData: object) =>
    grafanaApi(host, 'POST', `plugins/${APP_ID}/settings`, { enabled: true, pinned: true, jsonData });
  const removeJaeger = await useJaeger(host, traceId, startMs + 1000);
  try {
    await save({ ...settings.jsonData, traceDataSourceUid: JAEGER });
    const path = `${REQUESTS_PAGE}/${traceId}/${spanIdOf(manyAttemptsCall)}?ds=${STORE}&at=${startMs}.000000`;
    const page = await openAs('admin', path);
    await page.getByRole('checkbox', { name: 'Show spans of the app' }).check({ force: true });
    await expect(page.getByTestId(testIds.request.appSpan)).toHaveText(['shop · GET /order5 s']);
  } finally {
    await save(settings.jsonData ?? {});
    await removeJaeger();
  }
});
