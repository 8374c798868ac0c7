import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { said, serve, type Seen, type Served } from './served.ts';

const PROGRAMS = join(import.meta.dirname, '..', 'app-http-servers');
const SERVERS = [
  { name: 'Express', program: 'express.mjs', routes: true },
  { name: 'Fastify', program: 'fastify.ts', routes: true, reportsErrors: true },
  { name: 'node:http', program: 'node.ts', reportsErrors: true },
];

const CHAT = { method: 'POST', body: '{"question":"?"}' };
const JSON_BODY = { 'content-type': 'application/json' };

const chat = (url: string, headers: Record<string, string>) =>
  fetch(`${url}/chat`, { ...CHAT, headers: { ...JSON_BODY, ...headers } });
const isRequest = (record: Seen) => record('recordType') === 'request';

for (const { name, program, routes = false, reportsErrors = false } of SERVERS) {
  // Each test has its own server, and mostly waits for it.
  describe(name, { concurrency: 2 }, () => {
    const file = join(PROGRAMS, program);

    test("a call carries its inbound request's user; its endpoint, status and key stay its own", async (t) => {
      const { url, provider, records } = await serve(t, file);
      const response = await chat(url, {
        'x-user': 'u1',
        'x-group': 'g1',
        'x-session': 's1',
        'x-request-id': 'r1',
        'user-agent': 'shop/1.0',
        'x-forwarded-for': '203.0.113.7',
        authorization: 'Bearer sk-client-0123456789abcdefwxyz',
        baggage: 'tokentrail.user=forged,tokentrail.source=batch',
      });
      assert.deepEqual(await response.json(), { response: 'hi' });

      const all = await records(1);
      assert.equal(all.length, 1);
      assert.deepEqual(
        said(all[0], 'userId', 'group', 'sessionId', 'requestId', 'clientAddress', 'userAgent', 'source'),
        {
          userId: 'u1',
          group: 'g1',
          sessionId: 's1',
          requestId: 'r1',
          clientAddress: '127.0.0.1',
          userAgent: 'shop/1.0',
          source: undefined,
        },
      );
      assert.deepEqual(said(all[0], 'recordType', 'method', 'path', 'route', 'statusCode', 'keyName', 'keyPreview'), {
        recordType: 'usage',
        method: 'POST',
        path: '/v1/chat/completions',
        route: undefined,
        statusCode: 200,
        keyName: undefined,
        keyPreview: 'sk-proj-...qrst',
      });
      const sent = provider.requests[0]?.headers ?? {};
      assert.deepEqual(
        Object.keys(sent).filter((header) => /baggage|tokentrail|traceparent|x-user|x-request-id/.test(header)),
        [],
      );
      assert.doesNotMatch(JSON.stringify(sent), /u1|forged|203\.0\.113/);
    });

    test('each call of 200 concurrent requests has its own user', async (t) => {
      const { url, records } = await serve(t, file, { RECORD: 'true' });
      await Promise.all(
        Array.from({ length: 200 }, async (_, index) => {
          const response = await chat(url, { 'x-user': `u${index}`, 'x-request-id': `r${index}` });
          assert.equal(response.status, 200);
        }),
      );
      const all = await records(200);
      assert.equal(all.length, 200);
      assert.deepEqual(
        all.filter((record) => record('recordType') !== 'usage').map((record) => record('path')),
        [],
        'no row twice for one request',
      );
      for (const record of all) assert.equal(`r${String(record('userId')).slice(1)}`, record('requestId'));
      assert.equal(new Set(all.map((record) => record('userId'))).size, 200);
      assert.deepEqual(await (await fetch(`${url}/warnings`)).json(), []);
    });

    test('a call of the AI SDK carries them too, and is the only record', async (t) => {
      const { url, records } = await serve(t, file, { RECORD: 'true' });
      const response = await chat(url, { 'x-way': 'ai', 'x-user': 'u1', 'x-request-id': 'r1' });
      assert.deepEqual(await response.json(), { response: 'hi' });
      const all = await records(1);
      assert.deepEqual(
        all.map((record) => said(record, 'recordType', 'userId', 'requestId', 'requestModel')),
        [{ recordType: 'usage', userId: 'u1', requestId: 'r1', requestModel: 'gpt-4o' }],
      );
    });

    test('requests on one connection, sequential or concurrent, do not share context', async (t) => {
      const { url, records } = await serve(t, file);
      await pipelined(url, ['x-user: first\r\nx-request-id: r1\r\n', 'x-request-id: r2\r\n']);
      await pipelined(url, ['x-group: g\r\nx-request-id: r3\r\n']);
      const all = await records(3);
      assert.deepEqual(all.map((record) => [record('requestId'), record('userId'), record('group')]).sort(), [
        ['r1', 'first', undefined],
        ['r2', undefined, undefined],
        ['r3', undefined, 'g'],
      ]);
    });

    test('requests without a call are recorded if enabled, except health checks', async (t) => {
      const { url, records } = await serve(t, file, { RECORD: 'true' });
      await fetch(`${url}/items/7?secret=1`, {
        headers: { 'x-user': 'u1', authorization: 'Bearer sk-client-0123456789abcdefwxyz', 'x-request-id': 'r1' },
      });
      await fetch(`${url}/health`);
      await fetch(`${url}/api/fails/1`);
      await fetch(`${url}/nowhere`);
      const all = await records(3);
      assert.deepEqual(
        all.map((record) =>
          said(record, 'recordType', 'state', 'statusCode', 'method', 'path', 'route', 'errorType', 'errorCode'),
        ),
        [
          request('success', 200, '/items/7', routes ? '/items/:id' : undefined),
          {
            ...request('failed', 500, '/api/fails/1', routes ? '/api/fails/:id' : undefined),
            errorType: reportsErrors ? 'E_BROKEN' : '500',
            errorCode: reportsErrors ? 'E_BROKEN' : undefined,
          },
          { ...request('failed', 404, '/nowhere'), errorType: '404' },
        ],
      );
      assert.deepEqual(said(all[0], 'userId', 'requestId', 'keyName', 'keyPreview'), {
        userId: 'u1',
        requestId: 'given-by-app',
        keyName: 'mobile',
        keyPreview: 'sk-...wxyz',
      });
    });

    test('a client that disconnects leaves a cancelled request, before the response and in the middle of it', async (t) => {
      const { url, records } = await serve(t, file, { RECORD: 'true' });
      for (const path of ['/never', '/stream']) {
        const gone = new AbortController();
        const response = fetch(url + path, { signal: gone.signal });
        if (path === '/stream') await (await response).body?.getReader().read();
        else await neverArrived(url);
        gone.abort();
        await response.catch(() => undefined);
      }
      const all = await records(2, isRequest);
      assert.deepEqual(
        all.map((record) => said(record, 'path', 'state', 'statusCode', 'errorCode')),
        ['/never', '/stream'].map((path) => ({ path, state: 'cancelled', statusCode: 499, errorCode: 'cancelled' })),
      );
    });

    test('declared proxies and upstreams are trusted, and a hook that throws loses only its own field', async (t) => {
      const { url, provider, records } = await serve(t, file, {
        TRUST_PROXY: 'true',
        TOKENTRAIL_TRUST_BAGGAGE: 'true',
      });
      await chat(url, {
        'x-forwarded-for': '198.51.100.1, 203.0.113.7',
        'x-group': 'throw',
        baggage: 'other=1, tokentrail.user=J%C3%BCrgen;ttl=1, tokentrail.source=batch, tokentrail.group=g2',
      });
      await chat(url, { 'x-user': 'known-here', baggage: 'tokentrail.user=upstream', 'x-group': 'throw' });
      const all = await records(2);
      assert.deepEqual(
        all.map((record) => said(record, 'clientAddress', 'userId', 'source', 'group')),
        [
          { clientAddress: '203.0.113.7', userId: 'Jürgen', source: 'batch', group: 'g2' },
          { clientAddress: '127.0.0.1', userId: 'known-here', source: undefined, group: undefined },
        ],
      );
      assert.doesNotMatch(JSON.stringify(provider.requests), /baggage|rgen/);
      const reported = (await (await fetch(`${url}/warnings`)).json()) as string[];
      assert.equal(reported.length, 1);
      assert.match(reported[0] ?? '', /hook `group` .* threw TypeError/);
    });
  });
}

function request(state: string, statusCode: number, path: string, route?: string): Record<string, unknown> {
  const error = { errorType: undefined, errorCode: undefined };
  return { recordType: 'request', state, statusCode, method: 'GET', path, route, ...error };
}

/** Waits until the server has a request to `/never`. */
async function neverArrived(url: Served['url']): Promise<void> {
  for (let requests = 0; requests === 0; await sleep(20)) {
    ({ requests } = (await (await fetch(`${url}/health`)).json()) as { requests: number });
  }
}

/** Sends chats on one connection without waiting for responses, then waits for all of them. */
async function pipelined(url: Served['url'], heads: readonly string[]): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (data) => (received += data.toString()));
  const { body } = CHAT;
  const head = `POST /chat HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
  socket.write(heads.map((more) => `${head}${more}\r\n${body}`).join(''));
  while (received.split('HTTP/1.1 200').length <= heads.length) await once(socket, 'data');
  socket.destroy();
}
