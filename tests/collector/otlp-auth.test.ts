import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compileCache } from '../../scripts/compile-cache.ts';
import { spanOf, traces } from './hostile-otlp.ts';
import { post } from './post.ts';
import { AWAY, chain, collector, scratchFolder, until } from './setup.ts';

const TOKEN = 'kept-between-us_0123456789-abcdef';
const RECORDING_PROGRAM = fileURLToPath(new URL('../../instrumentation/testing/recording-program.ts', import.meta.url));

test('with a token set, a sender without it gets 401 and one with it is accepted', async (t) => {
  const { collector: running, traces: store } = await chain(t, { otlpToken: TOKEN });
  const body = traces(spanOf());
  const refused = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `bearer ${TOKEN}`,
    `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`,
    TOKEN,
  ];
  for (const path of ['/v1/traces', '/v1/metrics']) {
    for (const authorization of refused) {
      const headers = authorization === undefined ? {} : { authorization };
      const { status, text } = await post(running.otlpUrl, body, { path, headers });
      assert.equal(status, 401, `${path} ${authorization}`);
      assert.ok(!text.includes(TOKEN));
    }
  }
  assert.equal(store.received(), '');
  const { status } = await post(running.otlpUrl, body, { headers: { authorization: `Bearer ${TOKEN}` } });
  assert.equal(status, 200);
  await until('the span in the store', () => store.received().includes('hostile'));
  assert.ok(!readFileSync(running.logFile, 'utf8').includes(TOKEN));
});

test('a web page cannot post, neither by DNS rebinding to loopback nor from another origin', async (t) => {
  const { collector: running, traces: store } = await chain(t, { otlpToken: TOKEN });
  const { host } = new URL(running.otlpUrl);
  const pages: Record<string, string>[] = [
    { host: 'evil.example', origin: 'http://evil.example' },
    { host: 'evil.example' },
    { host, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { host, origin: 'null', 'content-type': 'text/plain' },
    { host: 'localhost.evil.example:4318', origin: 'http://localhost.evil.example:4318' },
    { host, cookie: `authorization=Bearer ${TOKEN}` },
  ];
  for (const headers of pages) {
    const { status, headers: response } = await post(running.otlpUrl, traces(spanOf()), { headers });
    // The receiver responds 500 if it cannot encode the refusal in the request's content type.
    assert.equal(status, headers['content-type'] === undefined ? 401 : 500, JSON.stringify(headers));
    assert.equal(response['access-control-allow-origin'], undefined);
  }
  assert.equal(store.received(), '');
});

test('without a token set, every local sender is accepted', async (t) => {
  const { collector: running } = await chain(t);
  assert.equal((await post(running.otlpUrl, traces(spanOf()))).status, 200);
});

test('an empty token stops the start before the port opens', async (t) => {
  const started = collector(t, { dataDir: scratchFolder(t), ledgerUrl: AWAY, tracesUrl: AWAY, otlpToken: '' });
  await assert.rejects(started, /did not start.*collector\.log/s);
});

test('a program with the variable set sends its records', async (t) => {
  const { collector: running, ledger } = await chain(t, { otlpToken: TOKEN });
  const spool = scratchFolder(t);
  const recording = { prefix: 'authenticated-', calls: 1, perSecond: 100, end: 'flush' };
  const env = {
    PATH: process.env['PATH'],
    ...compileCache(),
    TOKENTRAIL_OTLP_ENDPOINT: running.otlpUrl,
    TOKENTRAIL_OTLP_TOKEN: TOKEN,
    TOKENTRAIL_SPOOL_DIR: join(spool, 'spool'),
  };
  const { stderr } = await promisify(execFile)(process.execPath, [RECORDING_PROGRAM, JSON.stringify(recording)], {
    env,
  });
  assert.equal(stderr, '');
  await until('the record in the ledger', () => ledger.received().includes('authenticated-0'));
});
