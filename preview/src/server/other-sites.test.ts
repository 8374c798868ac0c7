import { ask, start, useFixture } from './listener-fixture.ts';

useFixture();

const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('a request of another site', () => {
  it.each([
    ['a script', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
    ['an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a fetch', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['an embedded object', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'object' }],
    ['no mode at all', {}],
  ])('is refused on every path: %s', async (_what, headers) => {
    const listener = await start();
    for (const path of [
      '/',
      '/a/some-app',
      '/public/build/page.js',
      '/public/plugins/some-app/module.js',
      '/nowhere',
    ]) {
      for (const site of ['cross-site', 'same-site']) {
        const response = await ask(listener, path, { ...headers, 'sec-fetch-site': site });
        expect([path, site, response.status]).toEqual([path, site, 403]);
        expect(response.body).toContain('other sites may link to the page');
      }
    }
  });

  it.each(['/api/health', '/api/datasources/proxy/uid/one/ledger/', '/public/build/page.js', '/public/%00'])(
    'is refused on %s even as a link',
    async (path) => {
      expect((await ask(await start(), path, LINK)).status).toBe(403);
    },
  );

  it('is refused if it is a form that posts to the page', async () => {
    expect((await ask(await start(), '/', LINK, 'POST', 'x=1')).status).toBe(403);
  });

  it('opens the page if it is a link, also under a sub path', async () => {
    expect((await ask(await start(), '/a/some-app', LINK)).status).toBe(200);
    expect((await ask(await start({ subPath: '/grafana/' }), '/grafana/', LINK)).status).toBe(200);
  });

  it('cannot read responses, even in a browser that sends no Sec-Fetch headers', async () => {
    const listener = await start();
    for (const path of ['/', '/public/build/page.js', '/api/health', '/public/nowhere']) {
      expect((await ask(listener, path)).headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });
});

describe('a request of the page itself', () => {
  it.each(['/', '/public/build/page.js', '/api/health'])('is served: %s', async (path) => {
    const listener = await start();
    expect((await ask(listener, path, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await ask(listener, path, { 'sec-fetch-site': 'none' })).status).toBe(200);
  });
});
