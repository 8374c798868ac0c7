import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { manyAttemptsCall } from './attempt-calls.ts';
import { expect, test } from './fixtures.ts';
import type { Host } from './hosts.ts';
import { APP_ID, REQUESTS_PAGE, STORE } from './names.ts';
import { spanIdOf, spanRow } from './records.ts';

test.use({ storeName: 'app-spans' });
test.skip(({ hostKind }) => hostKind !== 'grafana', 'the preview has no data sources of other plugins');

const JAEGER = 'tokentrail-test-jaeger';
const nowMs = Date.now();
const startMs = nowMs - manyAttemptsCall.minutesAgo * 60_000;
const { TraceId: traceId } = spanRow(manyAttemptsCall, nowMs);

/** Responds to every request with the trace, as the API of Jaeger does. */
async function startJaeger(): Promise<Server> {
  const span = {
    ...{ traceID: traceId, spanID: 'a1', operationName: 'GET /order', references: [], flags: 1, processID: 'p1' },
    ...{ startTime: (startMs + 1000) * 1000, duration: 5_000_000, tags: [], logs: [], warnings: null },
  };
  const processes = { p1: { serviceName: 'shop', tags: [] } };
  const body = { data: [{ traceID: traceId, spans: [span], processes, warnings: null }], total: 1, errors: null };
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function api(host: Host, method: string, path: string, body?: object): Promise<Response> {
  const response = await fetch(`${host.baseUrl('admin')}api/${path}`, {
    method,
    headers: { ...host.headers('admin'), 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true);
  return response;
}

test('the spans of the app come from the trace data source of the configuration page', async ({
  host,
  store,
  openAs,
}) => {
  await store.insert([spanRow(manyAttemptsCall, nowMs)]);
  const jaeger = await startJaeger();
  const { port } = jaeger.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const settings = (await (await api(host, 'GET', `plugins/${APP_ID}/settings`)).json()) as { jsonData?: object };
  const save = (jsonData: object) =>
    api(host, 'POST', `plugins/${APP_ID}/settings`, { enabled: true, pinned: true, jsonData });
  await api(host, 'POST', 'datasources', {
    uid: JAEGER,
    name: 'Jaeger under test',
    type: 'jaeger',
    access: 'proxy',
    url,
  });
  try {
    await save({ ...settings.jsonData, traceDataSourceUid: JAEGER });
    const path = `${REQUESTS_PAGE}/${traceId}/${spanIdOf(manyAttemptsCall)}?ds=${STORE}&at=${startMs}.000000`;
    const page = await openAs('admin', path);
    await page.getByRole('checkbox', { name: 'Show spans of the app' }).check({ force: true });
    await expect(page.getByTestId(testIds.request.appSpan)).toHaveText(['shop · GET /order5 s']);
  } finally {
    await save(settings.jsonData ?? {});
    await api(host, 'DELETE', `datasources/uid/${JAEGER}`);
    jaeger.close();
  }
});
