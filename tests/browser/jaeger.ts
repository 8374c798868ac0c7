import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Host } from './hosts.ts';

/** Uid of the data source that `useJaeger` creates. */
export const JAEGER = 'tokentrail-test-jaeger';

/** Sends a request to Grafana's API as admin. Rejects unless it succeeds. */
export async function grafanaApi(host: Host, method: string, path: string, body?: object): Promise<Response> {
  const response = await fetch(`${host.baseUrl('admin')}api/${path}`, {
    method,
    headers: { ...host.headers('admin'), 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return response;
}

/**
 * Creates a data source of Grafana whose Jaeger has a trace with one span of the app, and responds to every request with it, as the
 * API of Jaeger does.
 *
 * @param startMs Unix ms of the span
 * @returns a function that removes the data source
 */
export async function useJaeger(host: Host, traceId: string, startMs: number): Promise<() => Promise<void>> {
  const span = {
    ...{ traceID: traceId, spanID: 'a1', operationName: 'GET /order', references: [], flags: 1, processID: 'p1' },
    ...{ startTime: startMs * 1000, duration: 5_000_000, tags: [], logs: [], warnings: null },
  };
  const processes = { p1: { serviceName: 'shop', tags: [] } };
  const body = { data: [{ traceID: traceId, spans: [span], processes, warnings: null }], total: 1, errors: null };
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await grafanaApi(host, 'POST', 'datasources', {
    uid: JAEGER,
    name: 'Jaeger under test',
    type: 'jaeger',
    access: 'proxy',
    url: `http://127.0.0.1:${port}`,
  });
  return async () => {
    await grafanaApi(host, 'DELETE', `datasources/uid/${JAEGER}`);
    server.close();
  };
}
