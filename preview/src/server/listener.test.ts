import { ask, start, startStore, useFixture } from './listener-fixture.ts';
import type { Role } from './users.ts';

useFixture();

describe('the listener', () => {
  it('refuses a host name that is not loopback, which a page on another domain sends', async () => {
    const listener = await start();
    const { port } = new URL(listener.url);
    expect((await ask(listener, '/', { host: `evil.example:${port}` })).status).toBe(403);
    expect((await ask(listener, '/', { host: '127.0.0.1' })).status).toBe(403);
    expect((await ask(listener, '/', { host: `localhost:${port}` })).status).toBe(200);
  });

  it('refuses other origins, and all requests of other sites except links to the page', async () => {
    const listener = await start();
    const own = listener.url.replace(/\/$/, '');
    expect((await ask(listener, '/api/health', { origin: 'http://evil.example' }, 'POST')).status).toBe(403);
    expect((await ask(listener, '/api/health', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask(listener, '/api/health', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await ask(listener, '/api/health', { origin: own, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await ask(listener, '/a/some-app', link)).status).toBe(200);
    expect((await ask(listener, '/a/some-app?open=1', { ...link, 'sec-fetch-user': '?1' })).status).toBe(200);
  });

  it('serves the page for any path, with a new nonce in the policy each time', async () => {
    const listener = await start();
    const nonces = await Promise.all(
      ['/', '/a/some-app/x'].map(async (path) => {
        const { status, headers, body } = await ask(listener, path);
        const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
        expect(status).toBe(200);
        expect(body).toContain(`<script nonce="${nonce}">`);
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe('');
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('sends no store URLs and secrets to the page', async () => {
    const listener = await start({ role: 'Admin', storeUrl: 'http://127.0.0.1:45678' });
    for (const path of ['/', '/api/datasources', '/api/datasources/uid/one', '/api/plugins/some-app/settings']) {
      const { body } = await ask(listener, path);
      expect(body).not.toContain('45678');
      expect(body).not.toContain('secret');
    }
  });

  it('grants the action to admins only', async () => {
    const holds = async (role: Role) => (await ask(await start({ role }), '/')).body.includes('some-app.traces:read');
    expect([await holds('Admin'), await holds('Viewer')]).toEqual([true, false]);
  });

  it('serves only under the sub path and redirects to it', async () => {
    const listener = await start({ subPath: '/grafana/' });
    const { status, headers } = await ask(listener, '/');
    expect([status, headers.location]).toEqual([302, '/grafana/']);
    expect((await ask(listener, '/grafana/a/some-app')).body).toContain('<base href="/grafana/" />');
    expect((await ask(listener, '/grafana/public/plugins/some-app/module.js')).body).toBe('define([])');
    expect((await ask(listener, '/grafana/public/build/page.js')).body).toBe('the page');
  });

  it('reads the escapes of a path to a store only under a sub path', async () => {
    const storeUrl = await startStore((request, response) => response.end(request.url));
    const path = 'api/datasources/proxy/uid/one/ledger/a%20b%2fc%3fd';
    expect((await ask(await start({ storeUrl }), `/${path}`)).body).toBe('/a%20b%2fc%3fd');
    expect((await ask(await start({ storeUrl, subPath: '/grafana/' }), `/grafana/${path}`)).body).toBe('/a%20b/c%3Fd');
  });

  it('serves a nested plugin only from its own folder', async () => {
    const listener = await start();
    expect((await ask(listener, '/public/plugins/some-datasource/module.js')).status).toBe(200);
    expect((await ask(listener, '/public/plugins/some-datasource/7.js')).status).toBe(404);
    expect((await ask(listener, '/public/plugins/some-app/7.js')).status).toBe(200);
  });

  it.each([
    '/public/plugins/some-app/../../secret.txt',
    '/public/plugins/some-app/%2e%2e/%2e%2e/secret.txt',
    '/public/../../secret.txt',
    '/public/..%2f..%2fsecret.txt',
  ])('lets %s reach no file outside', async (rawPath) => {
    const { body } = await ask(await start(), rawPath);
    expect(body).not.toContain('outside');
  });

  it('responds with an empty 502 if a store is not reachable or does not respond in time', async () => {
    const away = await ask(await start(), '/api/datasources/proxy/uid/one/ledger/');
    expect([away.status, away.body]).toEqual([502, '']);
    const silent = await start({ storeUrl: await startStore(() => undefined) });
    const begun = Date.now();
    const late = await ask(silent, '/api/datasources/proxy/uid/one/ledger/');
    expect([late.status, late.body]).toEqual([502, '']);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990);
  });

  it('does not cut off a response that has started in time but takes longer', async () => {
    const storeUrl = await startStore((_request, response) => {
      response.write('first ');
      setTimeout(() => response.end('last'), 1_300);
    });
    expect((await ask(await start({ storeUrl }), '/api/datasources/proxy/uid/one/ledger/')).body).toBe('first last');
  });

  it('keeps the app settings that an admin saves, and refuses a viewer', async () => {
    const settings = '/api/plugins/some-app/settings';
    const body = JSON.stringify({ jsonData: { dataSource: 'one' }, secureJsonData: { token: 'x' } });
    const admin = await start({ role: 'Admin' });
    expect((await ask(admin, settings, {}, 'POST', body)).status).toBe(200);
    expect(JSON.parse((await ask(admin, settings)).body)).toMatchObject({
      jsonData: { dataSource: 'one' },
      secureJsonFields: { token: true },
    });
    expect((await ask(await start(), settings, {}, 'POST', body)).status).toBe(403);
  });

  it('keeps the settings of a user for a plugin, and refuses those of other users', async () => {
    const viewer = await start();
    const folder = '/apis/userstorage.grafana.app/v0alpha1/namespaces/default/user-storage/';
    const own = `${folder}some-app:viewer`;
    expect((await ask(viewer, own)).status).toBe(404);
    const created = JSON.stringify({ metadata: { name: 'some-app:viewer' }, spec: { data: { columns: 'time' } } });
    expect((await ask(viewer, folder, {}, 'POST', created)).status).toBe(201);
    const change = JSON.stringify({ spec: { data: { density: 'compact' } } });
    expect((await ask(viewer, own, {}, 'PATCH', change)).status).toBe(200);
    expect(JSON.parse((await ask(viewer, own)).body)).toMatchObject({
      spec: { data: { columns: 'time', density: 'compact' } },
    });
    expect((await ask(viewer, folder, {}, 'POST', created.replace('viewer', 'admin'))).status).toBe(403);
    expect((await ask(await start({ role: 'Admin' }), own)).status).toBe(404);
  });
});
