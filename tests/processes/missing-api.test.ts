import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpReceiver, type OtlpReceiver } from '../../instrumentation/testing/otlp-receiver.ts';
import { startReplayedProvider, type ReplayedProvider } from '../../instrumentation/testing/replayed-provider.ts';
import { runNode } from './run-node.ts';

const ROOT = join(__dirname, '../..');

jest.setTimeout(60_000);

/** An app as yarn 1 or `npm install --legacy-peer-deps` leaves it: the package is there, `@opentelemetry/api` is not. */
let folder: string;
let collector: OtlpReceiver;
let provider: ReplayedProvider;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-missing-api-test-'));
  const installed = join(folder, 'node_modules/@tokentrail/instrumentation');
  mkdirSync(installed, { recursive: true });
  for (const part of ['package.json', 'dist']) {
    cpSync(join(ROOT, 'instrumentation', part), join(installed, part), { recursive: true });
  }
  for (const name of ['openai', 'require-in-the-middle', '@tokentrail/prices']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
  }
  cpSync(join(ROOT, 'tests/app-openai-7/call.mjs'), join(folder, 'call.mjs'));
  cpSync(join(ROOT, 'tests/app-openai-6/call.cjs'), join(folder, 'call.cjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  [collector, provider] = await Promise.all([startOtlpReceiver(), startReplayedProvider()]);
});
afterEach(() => Promise.all([collector.close(), provider.close()]));

test.each([
  ['--import', 'call.mjs'],
  ['--require', 'call.cjs'],
])('without @opentelemetry/api, %s %s records every call in a trace of its own', async (option, program) => {
  const find = "import('@opentelemetry/api').catch(({ code }) => console.log(code))";
  expect(await runNode(folder, ['--input-type=module', '-e', find], {})).toBe('ERR_MODULE_NOT_FOUND\n');

  const printed = await runNode(folder, [option, '@tokentrail/instrumentation/register', program], {
    CALLS: '3',
    PROVIDER_URL: provider.url,
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: join(folder, 'spool'),
  });
  expect(printed).toBe('app done\n');
  const records = collector.records();
  expect(new Set(records.map(({ traceId }) => traceId)).size).toBe(3);
  expect(records.map(({ parentSpanId }) => parentSpanId)).toEqual([undefined, undefined, undefined]);
});
