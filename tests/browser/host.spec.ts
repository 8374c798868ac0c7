import { expect, test } from './fixtures.ts';
import type { Host, UserName } from './hosts.ts';
import { APP_ID, DATA_SOURCE_TYPE, PROBE, REQUEST_TRACE_PANEL, REQUESTS_PAGE, USAGE_LOG_PANEL } from './names.ts';
import type { SeenRequest } from './probe-store.ts';
import { type RawRequest, rawRequest } from './raw-request.ts';

/** Sends one request to the probe's data source. The path is sent exactly as written. */
function viaProxy(host: Host, user: UserName, rawPath: string, options: RawRequest = {}) {
  return rawRequest(host.baseUrl(user), `api/datasources/proxy/uid/${PROBE}/${rawPath}`, {
    ...options,
    headers: { ...options.headers, ...host.headers(user) },
  });
}

const seen = (body: string) => JSON.parse(body) as SeenRequest;

/** Under a sub path, Grafana reads the escapes of a path before it selects a route. */
const readsEscapes = (host: Host) => new URL(host.baseUrl('viewer')).pathname !== '/';
const DENIED = [403, JSON.stringify({ message: 'plugin proxy route access denied' })];

test.describe('plugin files', () => {
  for (const id of [APP_ID, DATA_SOURCE_TYPE, USAGE_LOG_PANEL, REQUEST_TRACE_PANEL]) {
    test(`serves ${id} under its own id`, async ({ host }) => {
      const responseBody = await rawRequest(host.baseUrl('viewer'), `public/plugins/${id}/module.js`);
      expect(responseBody.status).toBe(200);
      expect(responseBody.headers['content-type']).toContain('javascript');
      expect(responseBody.body).toContain('define(');
    });
  }

  test('a nested plugin serves only the files of its own folder', async ({ host }) => {
    const responseBody = await rawRequest(
      host.baseUrl('viewer'),
      `public/plugins/${USAGE_LOG_PANEL}/panels/usagelog/module.js`,
    );
    expect([responseBody.status, JSON.parse(responseBody.body)]).toEqual([404, { message: 'Plugin file not found' }]);
  });

  test('an unknown plugin returns 404', async ({ host }) => {
    const responseBody = await rawRequest(host.baseUrl('viewer'), 'public/plugins/no-such-panel/module.js');
    expect([responseBody.status, JSON.parse(responseBody.body)]).toEqual([404, { message: 'Plugin not found' }]);
  });
});

test.describe('data source proxy: access', () => {
  for (const route of ['attempts', 'traces']) {
    for (const path of [
      `${route}/`,
      route,
      `./${route}/`,
      `/${route}/`,
      `ledger/../${route}/`,
      `${route}-and-more`,
      `${route}%2f`,
    ]) {
      test(`refuses a viewer the path ${path}`, async ({ host }) => {
        const { status, body } = await viaProxy(host, 'viewer', path);
        expect([status, body.trim()]).toEqual(DENIED);
      });
    }

    test(`lets an admin use ${route}, with the route's own credential`, async ({ host }) => {
      const { url, headers } = seen((await viaProxy(host, 'admin', `${route}/?a=1`)).body);
      expect(url).toBe(`/at-${route}/?a=1`);
      expect([headers['x-clickhouse-user'], headers['x-clickhouse-key']]).toEqual([`${route}-user`, `${route}-secret`]);
    });
  }

  for (const path of ['ledger/%2e%2e/traces/', 'ledger%2f..%2ftraces', '%74races/', '%2ftraces/']) {
    test(`never uses the traces' credential for a viewer's ${path}`, async ({ host }) => {
      const { status, body } = await viaProxy(host, 'viewer', path);
      if (readsEscapes(host)) {
        expect([status, body.trim()]).toEqual(DENIED);
      } else if (path.startsWith('ledger')) {
        expect(seen(body).headers['x-clickhouse-user']).toBe('ledger-user');
      } else {
        expect([status, body]).toEqual([502, '']);
      }
    });
  }

  for (const path of ['ledger/a/../b', 'ledgermore/traces']) {
    test(`lets a viewer use ${path}, with the ledger's credential`, async ({ host }) => {
      const { url, headers } = seen((await viaProxy(host, 'viewer', path)).body);
      expect(url).toMatch(/^\/at-ledger\//);
      expect(headers['x-clickhouse-user']).toBe('ledger-user');
    });
  }

  for (const path of ['Traces/', 'nothing/', '']) {
    test(`has no route for "${path}"`, async ({ host }) => {
      const responseBody = await viaProxy(host, 'viewer', path);
      expect([responseBody.status, responseBody.body]).toEqual([502, '']);
    });
  }

  test('returns nothing for another data source uid', async ({ host }) => {
    const responseBody = await rawRequest(host.baseUrl('viewer'), 'api/datasources/proxy/uid/no-such/ledger/', {
      headers: host.headers('viewer'),
    });
    expect(responseBody.status).toBe(404);
    expect(JSON.parse(responseBody.body)).toMatchObject({ message: 'Unable to find datasource' });
  });
});

test.describe('data source proxy: forwarded requests', () => {
  test('removes headers that identify the caller and keeps the rest', async ({ host }) => {
    const headers = {
      cookie: 'mine=1',
      'x-scope-orgid': '7',
      'content-type': 'text/plain',
      'x-grafana-user': 'forged',
    };
    const responseBody = await viaProxy(host, 'viewer', 'ledger/', { method: 'POST', headers, body: 'SELECT 1' });
    const request = seen(responseBody.body);
    expect(request).toMatchObject({
      method: 'POST',
      bodyBytes: 8,
      headers: { 'x-scope-orgid': '7', 'content-type': 'text/plain' },
    });
    expect(request.headers['cookie']).toBeUndefined();
    expect(request.headers['authorization']).toBeUndefined();
    expect(request.headers['x-grafana-user']).not.toBe('forged');
  });

  test('sends the login of the user to the store', async ({ host }) => {
    const { headers } = seen((await viaProxy(host, 'admin', 'ledger/')).body);
    expect(headers['x-grafana-user']).toBe('admin');
  });

  test("headers of the route win over the caller's", async ({ host }) => {
    const headers = { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': 'guessed' };
    const request = seen((await viaProxy(host, 'viewer', 'ledger/', { headers })).body);
    expect([request.headers['x-clickhouse-user'], request.headers['x-clickhouse-key']]).toEqual([
      'ledger-user',
      'ledger-secret',
    ]);
  });

  test('sorts and re-escapes the query parameters', async ({ host }) => {
    const request = seen(
      (await viaProxy(host, 'viewer', 'ledger/?query=SELECT%201&param_b=2&param_a=x%2By&param_a=0&c')).body,
    );
    expect(request.url).toBe('/at-ledger/?c=&param_a=x%2By&param_a=0&param_b=2&query=SELECT+1');
  });

  test('keeps the escapes of the path, or writes them again', async ({ host }) => {
    const { url } = seen((await viaProxy(host, 'viewer', 'ledger/a%20b%2fc')).body);
    expect(url).toBe(readsEscapes(host) ? '/at-ledger/a%20b/c' : '/at-ledger/a%20b%2fc');
  });

  test('forwards 64 MB of body, 60 kB of query and 900 kB of headers', async ({ host }) => {
    const body = Buffer.alloc(64 * 1024 * 1024, 'x');
    expect(seen((await viaProxy(host, 'viewer', 'ledger/', { method: 'POST', body })).body).bodyBytes).toBe(
      body.length,
    );
    const query = `query=${'q'.repeat(60_000)}`;
    expect(seen((await viaProxy(host, 'viewer', `ledger/?${query}`)).body).url).toBe(`/at-ledger/?${query}`);
    const headers = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`x-big-${index}`, 'b'.repeat(100_000)]),
    );
    expect(seen((await viaProxy(host, 'viewer', 'ledger/', { headers })).body).headers['x-big-8']).toHaveLength(
      100_000,
    );
  });
});

test.describe('data source proxy: responses', () => {
  for (const status of [200, 204, 403, 404, 500]) {
    test(`returns status ${status} unchanged`, async ({ host }) => {
      expect((await viaProxy(host, 'viewer', `ledger/?probe=status-${status}`)).status).toBe(status);
    });
  }

  test("a store's 401 does not end the login", async ({ host }) => {
    const responseBody = await viaProxy(host, 'viewer', 'ledger/?probe=status-401');
    expect([responseBody.status, responseBody.body]).toEqual([400, 'Authentication to data source failed']);
  });

  test('drops cookies and keeps other headers, even 200 kB of them', async ({ host }) => {
    const responseBody = await viaProxy(host, 'viewer', 'ledger/?probe=big-headers');
    expect(responseBody.headers['set-cookie']).toBeUndefined();
    expect(responseBody.headers['x-big']).toHaveLength(200_000);
    expect(responseBody.headers['content-security-policy']).toMatch(/sandbox$/);
  });

  test('returns an empty 502 if the route has no address or the method is not allowed', async ({ host }) => {
    for (const [method, path] of [
      ['GET', 'tempo-ledger/api/search'],
      ['POST', 'tempo-ledger/api/search'],
    ] as const) {
      const responseBody = await viaProxy(host, 'viewer', path, { method });
      expect([responseBody.status, responseBody.body]).toEqual([502, '']);
    }
  });

  test("streams a response, and closes the store's side when the caller leaves", async ({ host, probe }) => {
    const before = probe.open();
    const controller = new AbortController();
    const url = `${host.baseUrl('viewer')}api/datasources/proxy/uid/${PROBE}/ledger/?probe=drip`;
    const response = await fetch(url, { headers: host.headers('viewer'), signal: controller.signal });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('a line\n');
    expect(probe.open()).toBe(before + 1);
    controller.abort();
    await expect.poll(() => probe.open()).toBe(before);
  });

  test("closes the store's side when the caller leaves before a response", async ({ host, probe }) => {
    const before = probe.open();
    const controller = new AbortController();
    const url = `${host.baseUrl('viewer')}api/datasources/proxy/uid/${PROBE}/ledger/?probe=hang`;
    const pending = fetch(url, { headers: host.headers('viewer'), signal: controller.signal }).catch(() => 'cancelled');
    await expect.poll(() => probe.open()).toBe(before + 1);
    controller.abort();
    expect(await pending).toBe('cancelled');
    await expect.poll(() => probe.open()).toBe(before);
  });
});

test.describe('information visible to a user', () => {
  for (const path of [
    '',
    REQUESTS_PAGE,
    'api/frontend/settings',
    `api/plugins/${APP_ID}/settings`,
    'api/datasources',
  ]) {
    for (const user of ['viewer', 'admin'] as const) {
      test(`/${path} shows ${user} no address or credential of a store`, async ({ host, probe }) => {
        const { body } = await rawRequest(host.baseUrl(user), path, { headers: host.headers(user) });
        expect(body).not.toContain('-secret');
        expect(body).not.toContain(new URL(probe.url).host);
      });
    }
  }

  test('settings list the names of the secrets that are set, not their values', async ({ host, probe }) => {
    const { body } = await rawRequest(host.baseUrl('admin'), `api/datasources/uid/${PROBE}`, {
      headers: host.headers('admin'),
    });
    expect(JSON.parse(body)).toMatchObject({ url: '', secureJsonFields: { ledgerPassword: true, tracesUrl: true } });
    expect(body).not.toContain(new URL(probe.url).host);
  });
});
