import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { ask, open, start, startStore, useFixture } from './listener-fixture.ts';
import type { Listener } from './listener.ts';

useFixture();

const SETTINGS = '/api/plugins/some-app/settings';
const LEDGER = '/api/datasources/proxy/uid/one/ledger/';

/** Sends raw bytes. Resolves with the received bytes when the connection ends, or after a short time without data. */
function sendRaw({ url }: Listener, bytes: string, hangUp = false): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(bytes.replaceAll('HOST', `127.0.0.1:${port}`), 'latin1', () => hangUp && socket.destroy());
    });
    socket.setTimeout(300, () => socket.destroy());
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

/** A store that sends raw bytes for each request and then handles the connection as the test requires. */
async function startRawStore(respond: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => respond(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    stop: () =>
      new Promise((resolve) => {
        sockets.forEach((socket) => socket.destroy());
        server.close(() => resolve());
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function expectAlive(listener: Listener): Promise<void> {
  const begun = Date.now();
  expect((await ask(listener, '/api/health')).status).toBe(200);
  expect(Date.now() - begun).toBeLessThan(1_000);
}

describe('a path without a file', () => {
  it.each([
    ['/public/%00', 400],
    ['/public/plugins/some-app/%00', 400],
    ['/public/plugins/some-app/module.js%00.txt', 400],
    ['/public/fonts/%00', 400],
    ['/public/build/img/icons/%00', 400],
    ['/public/%', 400],
    ['/public/%zz', 400],
    ['/public/%c0%ae%c0%ae/secret.txt', 400],
    ['/public/%ff%fe', 400],
    [`/public/${'a'.repeat(10_000)}`, 404],
    [`/public/${'a/'.repeat(50_000)}`, 404],
    [`/public/${'../'.repeat(10_000)}secret.txt`, 404],
    ['/public/build/page.js/below/a/file', 404],
    ['/public/', 404],
    ['/public/build', 404],
    ['/public/fonts/constructor', 404],
    ['/public/fonts/__proto__', 404],
    ['/public/plugins/__proto__/module.js', 404],
    ['/public/plugins/constructor/x', 404],
    ['/api/plugins/__proto__/settings', 404],
    ['/api/dashboards/uid/%00', 404],
    ['/api/datasources/uid/%', 404],
    ['/api/datasources/proxy/uid/one/%00', 502],
    ['/?', 200],
    ['/?a&b=&=c&%', 200],
  ])('%.60s gets %i', async (path, status) => {
    const listener = await start();
    expect((await ask(listener, path)).status).toBe(status);
    await expectAlive(listener);
  });

  it('stays under the sub path, with any escapes', async () => {
    const listener = await start({ subPath: '/grafana/' });
    expect((await ask(listener, '/grafana/public/%00')).status).toBe(400);
    for (const path of ['/grafana', '/grafanA/public/%00', '/%67rafana/', '//grafana/', '/x/../grafana/public/%00']) {
      expect((await ask(listener, path)).headers.location).toBe('/grafana/');
    }
    expect((await ask(listener, '/grafana/api/health')).status).toBe(200);
  });
});

describe('a request that no browser sends', () => {
  it.each([
    ['an absolute target', 'GET http://HOST/public/%00 HTTP/1.1\r\nHost: HOST\r\n\r\n', /^HTTP\/1.1 400 /],
    ['an absolute target elsewhere', 'GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n', /^HTTP\/1.1 400 /],
    ['a target that is a star', 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n', /^HTTP\/1.1 400 /],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n', /^$/],
    ['OPTIONS', 'OPTIONS / HTTP/1.1\r\nHost: HOST\r\n\r\n', /^HTTP\/1.1 405 /],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: HOST\r\n\r\n', /^HTTP\/1.1 405 /],
    ['DELETE of a file', 'DELETE /public/build/page.js HTTP/1.1\r\nHost: HOST\r\n\r\n', /^HTTP\/1.1 405 /],
    [
      'an upgrade',
      'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
      /^HTTP\/1.1 200 /,
    ],
    [
      'an upgrade in the proxy',
      `GET ${LEDGER} HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n`,
      /^HTTP\/1.1 502 /,
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 /],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n', /^HTTP\/1.1 (400|200|403) /],
    ['a header without a name', 'GET / HTTP/1.1\r\nHost: HOST\r\n: x\r\n\r\n', /^HTTP\/1.1 400 /],
    ['a header with a null byte', 'GET / HTTP/1.1\r\nHost: HOST\r\nX-A: a\0b\r\n\r\n', /^HTTP\/1.1 400 /],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1.1 400 |^$/],
    [
      'two lengths',
      `POST ${SETTINGS} HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      /^HTTP\/1.1 400 /,
    ],
    [
      'a length and chunks',
      `POST ${SETTINGS} HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: HOST\r\nExpect: 200-maybe\r\n\r\n', /^HTTP\/1.1 417 /],
    ['HTTP/0.9', 'GET /\r\n\r\n', /^HTTP\/1.1 403 /],
  ])('%s', async (_what, bytes, expected) => {
    const listener = await start({ role: 'Admin' });
    expect(await sendRaw(listener, bytes)).toMatch(expected);
    await expectAlive(listener);
  });

  it.each([
    ['a body cut short', `POST ${SETTINGS} HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000\r\n\r\n{"json`],
    ['a chunk cut short', `POST ${SETTINGS} HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"`],
    ['a body cut short in the proxy', `POST ${LEDGER} HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000\r\n\r\nSELECT`],
    ['a header cut short', 'GET / HTTP/1.1\r\nHost: HO'],
    [
      'a caller that leaves before the response',
      'GET /public/plugins/some-app/module.js HTTP/1.1\r\nHost: HOST\r\n\r\n',
    ],
  ])('%s and a hang-up', async (_what, bytes) => {
    const listener = await start({ role: 'Admin', storeUrl: await startStore((request) => void request.resume()) });
    await sendRaw(listener, bytes, true);
    await expectAlive(listener);
  });
});

describe('settings that no page sends', () => {
  const deep = (levels: number) => `{"jsonData":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  it.each([
    ['no JSON', 'x', 400],
    ['nothing', '', 400],
    ['half of it', '{"jsonData":{', 400],
    ['a list', '[1]', 400],
    ['a number', '7', 400],
    ['null', 'null', 400],
    ['100 levels', deep(100), 400],
    ['200,000 levels', deep(200_000), 400],
    ['2 MiB', JSON.stringify({ jsonData: { a: 'x'.repeat(2 * 1024 * 1024) } }), 413],
    ['a prototype', '{"__proto__":{"polluted":1},"jsonData":{"__proto__":{"polluted":1}}}', 200],
    ['a constructor', '{"constructor":{"prototype":{"polluted":1}},"secureJsonData":{"__proto__":"x"}}', 200],
    ['a lone surrogate', '{"jsonData":{"a":"\\ud800"}}', 200],
  ])('%s', async (_what, body, status) => {
    const listener = await start({ role: 'Admin' });
    expect((await ask(listener, SETTINGS, {}, 'POST', body)).status).toBe(status);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((await ask(listener, '/')).status).toBe(200);
    expect((await ask(listener, SETTINGS)).status).toBe(200);
  });
});

describe('a body that no browser sends with its method', () => {
  const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const CHUNKED = `Transfer-Encoding: chunked\r\n\r\n${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`;
  const SIZED = `Content-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`;

  it.each(
    ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PUT'].flatMap((method) => [
      [method, 'chunked', CHUNKED],
      [method, 'of a known length', SIZED],
    ]),
  )('%s, %s, stays the body of its request', async (method, _how, body) => {
    const seen: string[] = [];
    const storeUrl = await startStore((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${text === SMUGGLED ? 'with the body' : text}`);
        response.end(request.url);
      });
    });
    const listener = await start({ storeUrl });
    await sendRaw(listener, `${method} ${LEDGER}first HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n${body}`);
    // The same connection to the store serves the next caller.
    for (const path of ['/second', '/third']) {
      expect((await ask(listener, `${LEDGER.slice(0, -1)}${path}`)).body).toBe(path);
    }
    expect(seen).toEqual([`${method} /first with the body`, 'GET /second ', 'GET /third ']);
  });
});

describe('a misbehaving store', () => {
  it.each([
    ['resets at once', (socket: Socket) => socket.resetAndDestroy(), 502],
    ['says nothing and ends', (socket: Socket) => socket.end(), 502],
    ['speaks no HTTP', (socket: Socket) => socket.end('SSH-2.0-x\r\n'), 502],
    [
      'sends a status that is none',
      (socket: Socket) => socket.end('HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n'),
      502,
    ],
    ['sends a status too high', (socket: Socket) => socket.end('HTTP/1.1 1000 High\r\n\r\n'), 502],
    [
      'switches protocols',
      (socket: Socket) => socket.end('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nx'),
      502,
    ],
    ['sends a header with a bad name', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nA b: c\r\n\r\n'), 502],
    [
      'refuses the password and resets',
      (socket: Socket) => {
        socket.write('HTTP/1.1 401 No\r\nContent-Length: 100\r\n\r\nhalf', () => socket.resetAndDestroy());
      },
      400,
    ],
  ])('%s', async (_what, respond, status) => {
    const listener = await start({ storeUrl: await startRawStore(respond) });
    expect((await ask(listener, LEDGER, {}, 'POST', 'SELECT 1')).status).toBe(status);
    await expectAlive(listener);
  });

  it.each([
    ['resets midway', 'Content-Length: 1000\r\n\r\nhalf'],
    ['breaks a chunk off', 'Transfer-Encoding: chunked\r\n\r\nff\r\nhalf'],
    ['sends a chunk size that is none', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nhalf'],
  ])('%s: the caller sees that the response is not whole', async (_what, rest) => {
    const storeUrl = await startRawStore((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${rest}`);
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
    const listener = await start({ storeUrl });
    await expect(ask(listener, LEDGER).then(({ body }) => Promise.reject(new Error(`whole: ${body}`)))).rejects.toThrow(
      /aborted|hang up|ECONNRESET/,
    );
    await expectAlive(listener);
  });

  it('passes on gzip bodies unchanged, even if they are broken', async () => {
    const storeUrl = await startStore((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all');
    });
    const listener = await start({ storeUrl });
    expect((await ask(listener, LEDGER)).body).toBe('no gzip at all');
    await expectAlive(listener);
  });

  it('becomes a 502 if it disconnects during a large request body', async () => {
    const listener = await start({ storeUrl: await startRawStore((socket) => socket.resetAndDestroy()) });
    const { status } = await ask(listener, LEDGER, {}, 'POST', 'x'.repeat(8 * 1024 * 1024));
    expect(status).toBe(502);
    await expectAlive(listener);
  });

  it('is disconnected when the caller disconnects during the response', async () => {
    let closed: Promise<void> | undefined;
    const storeUrl = await startStore((_request, response) => {
      closed = new Promise((resolve) => response.on('close', () => resolve()));
      response.write('first');
    });
    const listener = await start({ storeUrl });
    await sendRaw(listener, `GET ${LEDGER} HTTP/1.1\r\nHost: HOST\r\n\r\n`);
    await closed;
    await expectAlive(listener);
  });
});
