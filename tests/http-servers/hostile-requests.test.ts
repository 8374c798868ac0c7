import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { serve } from './served.ts';

/**
 * Requests that no client of the examples sends, against the real programs: each gets a response, and the next one is
 * served.
 */

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'gateway', 'src');
const KEY = 'sk-client-checkout-4f1d8a7e6c9f3a';
const CHAT = '/v1/chat/completions';
const DEEP = `{"model":"gpt-4o","messages":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`;

const BODIES: readonly [what: string, body: string][] = [
  ['no JSON', 'x'],
  ['half of it', '{"model":'],
  ['null', 'null'],
  ['a number', '7'],
  ['a list', '[]'],
  ['nothing', ''],
  ['a model that is an object', '{"model":{"toString":1},"messages":[]}'],
  ['a prototype as model', '{"model":"__proto__","messages":[]}'],
  ['a polluting key', '{"__proto__":{"polluted":1},"model":"gpt-4o","messages":[]}'],
  ['100,000 levels', DEEP],
  ['messages that are none', '{"model":"gpt-4o","messages":7}'],
];

const RAW: readonly [what: string, bytes: string][] = [
  ['a null byte in the path', 'GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a broken escape', 'GET /%zz?%zz HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['two slashes', 'GET // HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an absolute target', 'GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['TRACE', 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an upgrade', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['a malformed header', 'GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n'],
  [
    'a body cut short',
    `POST ${CHAT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: 999\r\n\r\n{"`,
  ],
  ['a long path', `GET /${'a'.repeat(12_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
];

/** Sends bytes, waits a moment and disconnects. */
function sendRaw(url: string, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(100, () => socket.resetAndDestroy());
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.resume();
  });
}

function post(url: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
}

async function attack(url: string, alive: () => Promise<number>): Promise<void> {
  for (const [what, body] of BODIES) {
    const response = await post(`${url}${CHAT}`, body);
    await response.text();
    assert.ok(response.status >= 200 && response.status < 600, what);
    assert.equal(await alive(), 200, `after ${what}`);
  }
  for (const [what, bytes] of RAW) {
    await sendRaw(url, bytes);
    assert.equal(await alive(), 200, `after ${what}`);
  }
}

async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) });
  await response.text();
  return response.status;
}

test('the example gateway survives every hostile request', async (t) => {
  const gateway = await serve(t, join(EXAMPLES, 'main.ts'), { GATEWAY_PORT: '0', TOKENTRAIL_CAPTURE: 'full' });
  await attack(gateway.url, () => statusOf(`${gateway.url}/health`));
  for (const body of ['x', 'null', '7', '[]', '', '{"model":{"toString":1},"messages":[]}', '{}']) {
    assert.equal((await post(`${gateway.url}${CHAT}`, body)).status, 400, body);
  }
});

test('the small gateway of the docs survives every hostile request', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const urls = Object.fromEntries(['AZURE', 'OPENAI', 'SPARE', 'SEARCH'].map((name) => [`${name}_URL`, provider.url]));
  const gateway = await serve(t, join(EXAMPLES, 'small-gateway.ts'), { PORT: '0', ...urls });
  const topup = { method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body: '{}' };
  await attack(gateway.url, () => statusOf(`${gateway.url}/topup`, topup));
  for (const body of ['x', 'null', '7', '[]', '', '{}']) {
    assert.equal((await post(`${gateway.url}${CHAT}`, body)).status, 400, body);
  }
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '']) {
    const headers = { authorization: `Bearer ${name}` };
    assert.equal(await statusOf(`${gateway.url}/v1/search`, { method: 'POST', headers, body: '{}' }), 401, name);
  }
});

test('a replayed provider survives every hostile request', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chat = '{"model":"gpt-4o","messages":[]}';
  await attack(provider.url, async () => (await post(`${provider.url}${CHAT}`, chat)).status);
  for (const dimensions of [1e9, -1, 0.5, 1e300]) {
    const body = JSON.stringify({ model: 'text-embedding-3-small', input: 'x', dimensions });
    assert.equal((await post(`${provider.url}/v1/embeddings`, body)).status, 400, String(dimensions));
  }
  const inputs = JSON.stringify({ model: 'text-embedding-3-small', input: Array(2049).fill('x') });
  assert.equal((await post(`${provider.url}/v1/embeddings`, inputs)).status, 400);
});
