/** `tokentrail doctor` on a real chain whose links are broken one after the other. Grafana is the proxy of the preview. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../cli/src/program.ts';
import { startListener, type Listener } from '../../preview/src/server/listener.ts';
import { readPlugins } from '../../preview/src/server/plugins.ts';
import { readProvisioning } from '../../preview/src/server/provisioning.ts';
import { Chain } from './chain.ts';

const OTLP_TOKEN = 'token-of-the-collector';
const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-doctor-'));

let chain: Chain;
let admin: Listener;
let viewer: Listener;
let working: Record<string, string>;

/** Grafana's proxy with our data source, without the page. */
function grafana(role: 'Admin' | 'Viewer', env: Record<string, string>): Promise<Listener> {
  return startListener({
    port: 0,
    role,
    subPath: '/grafana/',
    plugins: readPlugins(path('grafana-plugin/src')),
    provisioning: readProvisioning(path('provisioning'), {
      ...env,
      TOKENTRAIL_HIDE_MARGIN: '',
      TOKENTRAIL_PROMETHEUS_URL: 'http://127.0.0.1:1',
    }),
    version: '12.4.10',
    page: { folder, libraries: folder, template: '' },
  });
}

before(async () => {
  chain = await Chain.start({ otlpToken: OTLP_TOKEN });
  const readers = chain.readerEnvironment();
  [admin, viewer] = await Promise.all([grafana('Admin', readers), grafana('Viewer', readers)]);
  working = {
    ...readers,
    TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl,
    TOKENTRAIL_OTLP_TOKEN: OTLP_TOKEN,
    TOKENTRAIL_GRAFANA_URL: admin.url,
  };
});

after(async () => {
  await Promise.all([admin.stop(), viewer.stop()]);
  await chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Diagnosis {
  exitCode: number;
  ok: boolean;
  broken: string | null;
  /** State, text and remedy of a step. */
  of(id: string): string;
  text: string;
}

async function run(args: readonly string[], env: Record<string, string | undefined>) {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  const io = { stdout: sink, stderr: sink, env, now: Date.now, cwd: folder, exitCode: 0 };
  await runProgram(['doctor', ...args], io);
  return { exitCode: io.exitCode, text };
}

/** Runs the command with a changed environment; undefined removes a variable. */
async function diagnose(change: Record<string, string | undefined> = {}, ...args: string[]): Promise<Diagnosis> {
  const { exitCode, text } = await run(['--json', ...args], { ...working, ...change });
  const {
    ok,
    first_broken: broken,
    steps,
  } = JSON.parse(text) as {
    ok: boolean;
    first_broken: string | null;
    steps: { id: string; state: string; text: string; remedy?: string }[];
  };
  assert.equal(exitCode, ok ? 0 : 1);
  return {
    ...{ exitCode, ok, broken, text },
    of: (id) => {
      const step = steps.find((one) => one.id === id);
      return `${step?.state}: ${step?.text}. ${step?.remedy ?? ''}`.trim();
    },
  };
}

test('a chain that works passes every step, and the test record counts as an event, not as a call', async () => {
  const { exitCode, text } = await run([], working);
  assert.equal(exitCode, 0, text);
  assert.deepEqual(
    text.match(/^(?:ok|warning|FAILED|skipped)/gm),
    Array.from({ length: 8 }, () => 'ok'),
  );
  assert.match(text, /^Every step works\.$/m);
  assert.match(text, /attempts: refused/);
  assert.match(text, /what callers are charged, list prices and what is paid/);
  const { requests, running, inboundRequests, events, cost } = await chain.totals();
  assert.deepEqual([requests, running, inboundRequests, events], [0, 0, 0, 1]);
  assert.deepEqual(cost.charged, { nanoUsd: '0', unknown: 0 });
  for (const secret of [OTLP_TOKEN, ...Object.values(chain.readerEnvironment()).filter((one) => !one.includes(':'))]) {
    assert.ok(!text.includes(secret));
  }
});

test('the settings of the app are the first broken step if nothing would be recorded', async () => {
  const cases: [Record<string, string | undefined>, RegExp][] = [
    [{ TOKENTRAIL_OTLP_ENDPOINT: undefined }, /TOKENTRAIL_OTLP_ENDPOINT is not set: nothing is recorded\. Set it/],
    [{ TOKENTRAIL_DISABLED: 'true' }, /TOKENTRAIL_DISABLED turns recording off\. Remove/],
    [{ TOKENTRAIL_OTLP_ENDPOINT: `${chain.otlpUrl}/v1/traces` }, /\/v1\/traces, which is appended once more/],
    [
      {
        TOKENTRAIL_OTLP_ENDPOINT: undefined,
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      },
      /OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and TokenTrail supports only OTLP over HTTP/,
    ],
  ];
  for (const [change, message] of cases) {
    const { broken, of } = await diagnose(change);
    assert.equal(broken, 'app');
    assert.match(of('app'), message);
    assert.match(of('collector'), /^skipped/);
    // The rest of the chain is tested all the same.
    assert.match(of('grafana'), /^passed: the data source tokentrail-usage of .* reads a ledger/);
  }
});

test('a sampler of the app is a warning, also if a file has its environment', async () => {
  const file = join(folder, 'app.env');
  writeFileSync(
    file,
    `TOKENTRAIL_OTLP_ENDPOINT=${chain.otlpUrl}\nTOKENTRAIL_OTLP_TOKEN="${OTLP_TOKEN}"\nOTEL_TRACES_SAMPLER=traceidratio\nOTEL_TRACES_SAMPLER_ARG=0.1\n`,
  );
  const { ok, of } = await diagnose({ TOKENTRAIL_OTLP_ENDPOINT: undefined }, '--env-file', file);
  assert.ok(ok);
  assert.match(of('app'), /^warning: records are sent to .* OTEL_TRACES_SAMPLER is traceidratio 0\.1/);
});

test('a wrong, missing or unheard token, port or protocol is named at the collector', async () => {
  const silent = createServer((socket) => socket.end('\0\0\x12\x04\0\0\0\0\0\0'));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const cases: [Record<string, string | undefined>, RegExp][] = [
    [{ TOKENTRAIL_OTLP_TOKEN: 'x' }, /rejects the token \(status 401\)\. Set TOKENTRAIL_OTLP_TOKEN/],
    [{ TOKENTRAIL_OTLP_TOKEN: undefined }, /rejects requests without a token/],
    [{ TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, /nothing listens at 127\.0\.0\.1:1\. Start the collector/],
    [{ TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }, /does not speak HTTP\/1\.1\. .*gRPC \(4317\)/],
    [{ TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl.replace('http:', 'https:') }, /does not speak TLS/],
    [{ TOKENTRAIL_OTLP_ENDPOINT: working['TOKENTRAIL_LEDGER_URL'] }, /has no OTLP receiver at \/v1\/traces/],
  ];
  for (const [change, message] of cases) {
    const { broken, of } = await diagnose(change);
    assert.equal(broken, 'collector', of('collector'));
    assert.match(of('collector'), message);
  }
  silent.close();
});

test('a ledger that cannot be read, or is another one, is named with what to check', async () => {
  const wrongPassword = await diagnose({ TOKENTRAIL_LEDGER_READER_PASSWORD: 'x' });
  assert.equal(wrongPassword.broken, 'ledger');
  assert.match(wrongPassword.of('ledger'), /rejects the user or the password\. Check TOKENTRAIL_LEDGER_URL/);
  const notThere = await diagnose({ TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1' });
  assert.match(notThere.of('ledger'), /the ledger does not respond\. Check that it runs/);
  const otherStore = await diagnose({ TOKENTRAIL_LEDGER_URL: working['TOKENTRAIL_TRACES_URL'] });
  assert.equal(otherStore.broken, 'ledger');
  const tooSoon = await diagnose({}, '--wait', '0');
  assert.equal(tooSoon.broken, 'arrival');
  assert.match(tooSoon.of('arrival'), /did not arrive in the ledger within 0 s\. The collector accepted it but/);
});

test('Grafana is tested through the route of the data source', async () => {
  const viewing = await diagnose({ TOKENTRAIL_GRAFANA_URL: viewer.url });
  assert.ok(viewing.ok, viewing.text);
  assert.match(viewing.of('grafana'), /shows the test record/);
  assert.match(viewing.of('grafana-admins'), /closed for this account/);
  const unknown = await diagnose({}, '--data-source', 'other');
  assert.equal(unknown.broken, 'grafana');
  assert.match(unknown.of('grafana'), /Grafana has no such data source for this account\. Check --data-source/);
  const away = await diagnose({ TOKENTRAIL_GRAFANA_URL: 'http://127.0.0.1:1' });
  assert.match(away.of('grafana'), /Grafana does not respond/);
  // As a Grafana that allows anonymous users.
  const strict = createHttpServer((_, response) => response.writeHead(401).end('{"message":"Unauthorized"}'));
  await new Promise<void>((resolve) => strict.listen(0, '127.0.0.1', resolve));
  const refused = await diagnose({
    TOKENTRAIL_GRAFANA_URL: `http://127.0.0.1:${(strict.address() as AddressInfo).port}`,
    TOKENTRAIL_GRAFANA_TOKEN: 'glsa_of_another_one',
  });
  strict.close();
  assert.match(refused.of('grafana'), /Grafana does not accept the token\. Set TOKENTRAIL_GRAFANA_TOKEN/);
  const misconfigured = await grafana('Admin', {
    ...chain.readerEnvironment(),
    TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1',
    TOKENTRAIL_TRACES_READER_PASSWORD: 'x',
  });
  const noStore = await diagnose({ TOKENTRAIL_GRAFANA_URL: misconfigured.url });
  await misconfigured.stop();
  assert.equal(noStore.broken, 'grafana');
  assert.match(noStore.of('grafana'), /Grafana cannot connect to the store\. Check the URL in the settings/);
});

test('what is not configured is skipped and named; a wrong option fails with the exit code 2', async () => {
  const { ok, of } = await diagnose({
    TOKENTRAIL_GRAFANA_URL: undefined,
    TOKENTRAIL_TRACES_READER_PASSWORD: undefined,
  });
  assert.ok(ok);
  assert.match(of('traces'), /^skipped: not tested: set TOKENTRAIL_TRACES_URL/);
  assert.match(of('grafana'), /^skipped: not tested: set TOKENTRAIL_GRAFANA_URL/);
  for (const args of [
    ['--wait', 'long'],
    ['--env-file', 'no.env'],
    ['--endpoints', 'no.json'],
  ]) {
    const { exitCode, text } = await run(args, {
      ...working,
      ...(args[0] === '--endpoints' && { TOKENTRAIL_LEDGER_URL: '' }),
    });
    assert.deepEqual([exitCode, text.trim().split('\n').length], [2, 1], text);
  }
});

test('a traces store that is gone is the first broken step, and so is a collector that is gone', async () => {
  await chain.stopStore('traces');
  const noTraces = await diagnose({}, '--wait', '5');
  assert.equal(noTraces.broken, 'traces');
  assert.match(noTraces.of('traces'), /the traces store does not respond/);
  await chain.stopCollector();
  const noCollector = await diagnose();
  assert.equal(noCollector.broken, 'collector');
  assert.match(noCollector.of('collector'), /nothing listens at/);
});
