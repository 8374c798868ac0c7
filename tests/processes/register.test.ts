import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from '../../scripts/compile-cache.ts';
import { startOtlpReceiver, type OtlpReceiver } from '../../instrumentation/testing/otlp-receiver.ts';
import { startReplayedProvider, type ReplayedProvider } from '../../instrumentation/testing/replayed-provider.ts';

const ROOT = join(__dirname, '../..');
const SOURCE = join(ROOT, 'instrumentation/src');
const REGISTER = join(SOURCE, 'register.ts');
const ESM_APP = join(ROOT, 'tests/app-openai-7/call.mjs');
/** App of an SDK whose ESM entry is one bundled file. */
const BUNDLED_SDK_APP = join(ROOT, 'tests/app-google-genai/call.mjs');
const CJS_APP = join(ROOT, 'tests/app-openai-6/call.cjs');

jest.setTimeout(180_000);

let collector: OtlpReceiver;
let provider: ReplayedProvider;

const spool = mkdtempSync(join(tmpdir(), 'tokentrail-register-test-'));
afterAll(() => rmSync(spool, { recursive: true, force: true }));

beforeEach(async () => {
  collector = await startOtlpReceiver();
  provider = await startReplayedProvider();
});
afterEach(async () => {
  await collector.close();
  await provider.close();
});

interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function environment(env: Record<string, string>): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    ...compileCache(),
    PROVIDER_URL: provider.url,
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: spool,
    CALLS: '3',
    ...env,
  };
}

function run(
  args: string[],
  env: Record<string, string> = {},
  started?: (child: ChildProcess, out: () => string) => void,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env: environment(env), cwd: ROOT });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    started?.(child, () => stdout);
  });
}

test.each([
  ['ESM by --import', ['--import', REGISTER, ESM_APP]],
  ['CommonJS by --import', ['--import', REGISTER, CJS_APP]],
  ['CommonJS by --require', ['--require', REGISTER, CJS_APP]],
  ['ESM by --require', ['--require', REGISTER, ESM_APP]],
])('%s: every call is recorded once and sent before the process ends', async (_name, args) => {
  const ran = await run(args);
  expect(ran).toEqual({ code: 0, signal: null, stdout: 'app done\n', stderr: '' });
  expect(collector.records()).toHaveLength(3);
  expect(collector.records()[0]!.attributes).toMatchObject({
    'tokentrail.record.state': 'success',
    'gen_ai.usage.input_tokens': 10,
    'tokentrail.key.preview': 'sk-proj-...qrst',
    'tokentrail.attempts.count': 1,
  });
  expect(collector.points.find(({ metric }) => metric === 'tokentrail.calls')?.value).toBe(3);
});

test.each([
  ['app-openai-7', 'no', 1000],
  ['app-openai-7', 'yes', 100],
  ['app-sdk-2', 'no', 1000],
  ['app-sdk-2', 'yes', 100],
])(
  '%s, sampled: %s: %i calls give as many complete records, and the traces of the app do not change',
  async (app, sampled, calls) => {
    const program = join(ROOT, 'tests', app, 'own-sdk.mjs');
    const env = {
      CALLS: String(calls),
      SAMPLED: sampled,
      OTEL_ATTRIBUTE_COUNT_LIMIT: '20',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '50',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '20',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '50',
    };
    const bare = await run([program], env);
    const ran = await run(['--import', REGISTER, program], env);
    expect(ran.stderr).toBe(bare.stderr);
    const parsed = (text: string) => JSON.parse(text) as { traceIds: string[] };
    const { traceIds, ...appWithUs } = parsed(ran.stdout);
    const { traceIds: _, ...appAlone } = parsed(bare.stdout);
    expect(appWithUs).toEqual(appAlone);
    expect(appWithUs).toMatchObject({ spans: sampled === 'yes' ? calls : 0 });

    const records = collector.records();
    expect(records).toHaveLength(calls);
    expect(new Set(records.map(({ traceId }) => traceId))).toEqual(new Set(traceIds));
    for (const { attributes, attempts, parentSpanId } of records) {
      expect(Object.keys(attributes).length).toBeGreaterThan(25);
      expect(attributes).toMatchObject({
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
      });
      expect(attempts).toMatchObject([
        { state: 'success', endpoint: '/v1/chat/completions', usage: { inputTokens: 10 } },
      ]);
      expect(parentSpanId).toMatch(/^[0-9a-f]{16}$/);
    }
  },
);

test('ESM and CommonJS copies in one process record a call once', async () => {
  await run(['--import', REGISTER, '--require', REGISTER, ESM_APP]);
  expect(collector.records()).toHaveLength(3);
});

const INSTRUMENTED_APP = join(ROOT, 'tests/app-openai-7/call-instrumented.mjs');
const INSTRUMENT = join(SOURCE, 'index.ts');

test.each([
  ['beside register', ['--import', REGISTER]],
  ['alone, which starts recording', []],
])('instrument(client), %s: each call is recorded once', async (_name, preload) => {
  const ran = await run([...preload, INSTRUMENTED_APP], { INSTRUMENT });
  expect(ran).toMatchObject({ code: 0, stdout: 'app done\n', stderr: '' });
  expect(collector.records()).toHaveLength(3);
});

test('instrument(client) without an endpoint: one warning for any number of clients', async () => {
  const ran = await run([INSTRUMENTED_APP], { INSTRUMENT, TOKENTRAIL_OTLP_ENDPOINT: '' });
  expect(ran).toMatchObject({ code: 0, stdout: 'app done\n' });
  expect(ran.stderr.match(/TokenTrail: /g)).toHaveLength(1);
});

test.each([
  ['by register', ['--import', REGISTER, ESM_APP], /^openai@7\.\d+\.\d+$/],
  ['by instrument(client), without a version', [INSTRUMENTED_APP], /^openai$/],
])('a program sends one process record, with the SDK that was patched %s', async (_name, args, sdk) => {
  await run(args, { INSTRUMENT });
  expect(collector.processes.map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({
      'tokentrail.process.sdks': [expect.stringMatching(sdk)],
      'tokentrail.process.capture.level': 'basic',
    }),
  ]);
});

test('an SDK in a major version that is not patched is reported as such', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-old-sdk-'));
  const sdk = join(folder, 'node_modules/openai');
  mkdirSync(sdk, { recursive: true });
  writeFileSync(join(sdk, 'package.json'), '{"version":"5.23.2","exports":"./index.mjs"}');
  writeFileSync(join(sdk, 'index.mjs'), 'export default class OpenAI {}');
  const app = join(folder, 'app.mjs');
  writeFileSync(
    app,
    `import 'openai';
     const { recordEvent } = await import(process.env.INSTRUMENT);
     recordEvent({ type: 'system', name: 'started' });`,
  );
  const ran = await run(['--import', REGISTER, app], { INSTRUMENT });
  rmSync(folder, { recursive: true });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(collector.processes.map(({ attributes }) => attributes)).toEqual([
    expect.objectContaining({
      'tokentrail.process.sdks': [],
      'tokentrail.process.unsupported_sdks': ['openai@5.23.2'],
    }),
  ]);
});

test('a program that ends without a call sends nothing', async () => {
  const ran = await run(['--import', REGISTER, '-e', 'console.log("app done")']);
  expect(ran).toEqual({ code: 0, signal: null, stdout: 'app done\n', stderr: '' });
  expect(collector.requests).toEqual([]);
});

const OTHER_HOOKS = join(ROOT, 'tests/app-openai-7/other-hooks.mjs');

test.each([
  ['before ours', ['--import', OTHER_HOOKS, '--import', REGISTER], ESM_APP],
  ['after ours', ['--import', REGISTER, '--import', OTHER_HOOKS], ESM_APP],
  ['a bundle, before ours', ['--import', OTHER_HOOKS, '--import', REGISTER], BUNDLED_SDK_APP],
  ['a bundle, after ours', ['--import', REGISTER, '--import', OTHER_HOOKS], BUNDLED_SDK_APP],
])('hooks of another tool on the same SDK, %s: both see it, without a warning', async (_name, hooks, app) => {
  const ran = await run([...hooks, app]);
  expect(ran).toMatchObject({ code: 0, stdout: 'the other tool saw a function\napp done\n', stderr: '' });
  expect(collector.records()).toHaveLength(3);
});

test('the hook in the loader thread, for older versions of Node, passes on the exports of the SDK', async () => {
  const setup = join(ROOT, 'tests/app-openai-7/loader-thread.mjs');
  const LOADER = join(SOURCE, 'sdks/hooks/esm-loader.ts');
  const ran = await run(['--import', setup, ESM_APP], { LOADER });
  expect(ran).toMatchObject({ code: 0, stdout: 'openai function 7.57.0\napp done\n' });
  const bundled = await run(['--import', setup, BUNDLED_SDK_APP], { LOADER });
  expect(bundled).toMatchObject({ code: 0, stdout: '@google/genai function 3.3.0\napp done\n' });
});

test.each(['TOKENTRAIL_DISABLED', 'OTEL_SDK_DISABLED'])('%s: nothing is recorded, without a warning', async (name) => {
  const ran = await run(['--import', REGISTER, ESM_APP], { [name]: 'true' });
  expect(ran).toMatchObject({ code: 0, stdout: 'app done\n', stderr: '' });
  expect(collector.requests).toHaveLength(0);
});

test('without an endpoint there is one warning, and the app runs', async () => {
  const ran = await run(['--import', REGISTER, ESM_APP], { TOKENTRAIL_OTLP_ENDPOINT: '' });
  expect(ran).toMatchObject({ code: 0, stdout: 'app done\n' });
  expect(ran.stderr.match(/TokenTrail: /g)).toHaveLength(1);
});

test('with an unavailable collector the app runs and ends as usual, with one warning', async () => {
  const url = collector.url;
  await collector.close();
  const ran = await run(['--import', REGISTER, ESM_APP], { TOKENTRAIL_OTLP_ENDPOINT: url });
  expect(ran).toMatchObject({ code: 0, stdout: 'app done\n' });
  expect(ran.stderr.match(/TokenTrail: /g)).toHaveLength(1);
  collector = await startOtlpReceiver();
});

test('a collector that does not respond to metrics does not keep the app alive', async () => {
  const silent = createServer(({ url }, response) => void (url === '/v1/traces' && response.end()));
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const { port } = silent.address() as AddressInfo;
  const timeoutMs = 120_000;
  const started = performance.now();
  const ran = await run(['--import', REGISTER, ESM_APP], {
    TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    TOKENTRAIL_OTLP_TIMEOUT: String(timeoutMs),
  });
  expect(ran).toEqual({ code: 0, signal: null, stdout: 'app done\n', stderr: '' });
  expect(performance.now() - started).toBeLessThan(timeoutMs / 2);
  silent.close().closeAllConnections();
});

test('SIGTERM without a handler: queued records are sent, and the process ends by that signal', async () => {
  const ran = await run(['--import', REGISTER, CJS_APP], { STAY: '1' }, (child, out) => {
    child.stdout?.on('data', () => out().includes('app done') && child.kill('SIGTERM'));
  });
  expect(ran).toMatchObject({ code: null, signal: 'SIGTERM' });
  expect(collector.records()).toHaveLength(3);
});

test("SIGTERM with a handler: only the app's handler runs", async () => {
  const ran = await run(['--import', REGISTER, CJS_APP], { STAY: '1', HANDLER: '1' }, (child, out) => {
    child.stdout?.on('data', () => {
      if (out().includes('handled')) child.kill('SIGKILL');
      else if (out().includes('app done')) setTimeout(() => child.kill('SIGTERM'), 50);
    });
  });
  expect(ran.signal).toBe('SIGKILL');
  expect(ran.stdout).toContain('handled');
});

const OLD_NODE = '/usr/bin/node';
const built = join(ROOT, 'instrumentation/dist/register.mjs');
const canRunOld = existsSync(OLD_NODE) && existsSync(built);

(canRunOld ? test : test.skip)('an unsupported Node: one warning, and the app runs', async () => {
  const child = spawn(OLD_NODE, ['--import', built, '-e', 'console.log(process.versions.node)'], {
    env: environment({}),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  if (Number.parseInt(stdout, 10) >= 23) return;
  expect(stderr.match(/TokenTrail: needs Node 22\.15\.0/g)).toHaveLength(1);
});
