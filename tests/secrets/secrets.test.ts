import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../scripts/compile-cache.ts';
import { byFamily, LeakFinder } from './leaks.ts';
import { SHAPED, SECRET_FIELDS } from './made-up.ts';
import { planOf, type Plan } from './plan.ts';

const PLAN = planOf(10_000, 20261125);
const FINDER = new LeakFinder(PLAN.secrets);

test('the plan holds 10,000 secrets of every family', (t) => {
  assert.ok(PLAN.secrets.length >= 10_000);
  const families = new Set(PLAN.secrets.map(({ family }) => family));
  const expected = [...Object.keys(SHAPED), ...SECRET_FIELDS.map((field) => `field ${field}`)];
  assert.deepEqual(
    expected.filter((family) => !families.has(family)),
    [],
  );
  t.diagnostic(`${PLAN.secrets.length} secrets of ${families.size} families in ${PLAN.calls.length} calls`);
});

test('none of 10,000 planted secrets reaches a collector; harmless words do', async (t) => {
  const receiver = await startReceiver(t);
  await makeCalls(t, PLAN, receiver.url);
  const received = receiver.received();
  const leaked = FINDER.in(received);
  t.diagnostic(`${received.length} bytes received, ${leaked.size} of ${PLAN.secrets.length} secrets in them`);
  assert.equal(leaked.size, 0, byFamily(leaked));
  assert.deepEqual(missingFrom(received), []);
});

test('with the collector unreachable no secret is in the spool; harmless words are', async (t) => {
  const spool = await makeCalls(t, PLAN, await addressOfNobody());
  const files = readdirSync(spool, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const spooled = Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
  const leaked = FINDER.in(spooled);
  t.diagnostic(
    `${spooled.length} bytes in ${files.length} files, ${leaked.size} of ${PLAN.secrets.length} secrets in them`,
  );
  assert.equal(leaked.size, 0, byFamily(leaked));
  assert.deepEqual(missingFrom(spooled), []);
});

test('this test can fail: without redaction in the package it finds the secrets', async (t) => {
  const plan = planOf(1000, 1);
  const receiver = await startReceiver(t);
  await makeCalls(t, plan, receiver.url, ['--import', new URL('without-redaction.mjs', import.meta.url).href]);
  const leaked = new LeakFinder(plan.secrets).in(receiver.received());
  t.diagnostic(`without redaction ${leaked.size} of ${plan.secrets.length} secrets are found`);
  assert.ok(leaked.size > plan.secrets.length / 2);
});

/** Harmless words that did not arrive. */
function missingFrom(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return PLAN.harmless.filter((word) => !text.includes(word));
}

/** Runs the program to its end. Returns the folder of its spool. */
async function makeCalls(t: TestContext, plan: Plan, endpoint: string, flags: readonly string[] = []): Promise<string> {
  const spool = mkdtempSync(join(tmpdir(), 'tokentrail-secrets-'));
  t.after(() => rmSync(spool, { recursive: true, force: true }));
  const program = fileURLToPath(new URL('make-calls.ts', import.meta.url));
  const child = spawn(process.execPath, [...flags, '--import', '@tokentrail/instrumentation/register', program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...compileCache(),
      TOKENTRAIL_OTLP_ENDPOINT: endpoint,
      TOKENTRAIL_CAPTURE: 'full',
      TOKENTRAIL_SPOOL_DIR: spool,
      TOKENTRAIL_RECORD_IP: 'true',
    },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.end(JSON.stringify(plan.calls));
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0);
  return spool;
}

/** A URL without a listener. */
async function addressOfNobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function startReceiver(t: TestContext) {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received: () => Buffer.concat(bodies) };
}
