import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpReceiver, type OtlpReceiver } from '../../instrumentation/testing/otlp-receiver.ts';
import { startReplayedProvider, type ReplayedProvider } from '../../instrumentation/testing/replayed-provider.ts';
import { runNode } from './run-node.ts';

const TESTS = join(__dirname, '..');
const OPENTELEMETRY = '@opentelemetry/auto-instrumentations-node/register';
const OURS = '@tokentrail/instrumentation/register';
/** Programs that only create a `TokenTrailInstrumentation`. */
const ADDED = join(TESTS, 'app-openai-7/tokentrail');

jest.setTimeout(180_000);

let collector: OtlpReceiver;
let provider: ReplayedProvider;
/** Receives the app's own spans. */
let app: OtlpReceiver;

const spool = mkdtempSync(join(tmpdir(), 'tokentrail-node-sdk-test-'));
afterAll(() => rmSync(spool, { recursive: true, force: true }));

beforeEach(async () => {
  [collector, app, provider] = await Promise.all([startOtlpReceiver(), startOtlpReceiver(), startReplayedProvider()]);
});
afterEach(() => Promise.all([collector.close(), app.close(), provider.close()]));

/** Runs Node with `args` in the folder of an app under `tests/`. */
function run(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  return runNode(join(TESTS, folder), args, {
    CALLS: '3',
    PROVIDER_URL: provider.url,
    TOKENTRAIL_OTLP_ENDPOINT: collector.url,
    TOKENTRAIL_SPOOL_DIR: spool,
    OTEL_EXPORTER_OTLP_ENDPOINT: app.url,
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
    ...env,
  });
}

const APPS = [
  ['SDK 2', 'app-sdk-2'],
  ['SDK 3', 'app-openai-7'],
] as const;

describe.each(APPS)('%s', (_name, folder) => {
  const ways: [string, string[]][] = [
    ['NodeSDK by --import', ['--import', './node-sdk.ts', 'traced-calls.mjs']],
    [
      "NodeSDK by --import, after OpenTelemetry's hook for ES modules",
      ['--import', './esm-hook.mjs', '--import', './node-sdk.ts', 'traced-calls.mjs'],
    ],
    ['NodeSDK by --require', ['--require', './node-sdk.cjs', 'traced-calls.cjs']],
    ['NodeSDK and our register', ['--import', OURS, '--import', './node-sdk.ts', 'traced-calls.mjs']],
    [
      "OpenTelemetry's register by --import",
      ['--import', OPENTELEMETRY, '--import', `${ADDED}.mjs`, 'traced-calls.mjs'],
    ],
    [
      "OpenTelemetry's register by --require",
      ['--require', `${ADDED}.cjs`, '--require', OPENTELEMETRY, 'traced-calls.cjs'],
    ],
  ];

  test.each(ways)(
    '%s: each call is one record in the trace of the app, whose spans stay its own',
    async (_way, args) => {
      const traceIds = JSON.parse(await run(folder, args)) as string[];
      const records = collector.records();
      expect(records.map(({ traceId }) => traceId)).toEqual(traceIds);
      for (const { attributes, parentSpanId } of records) {
        expect(attributes).toMatchObject({ 'tokentrail.record.state': 'success', 'gen_ai.usage.input_tokens': 10 });
        expect(parentSpanId).toMatch(/^[0-9a-f]{16}$/);
      }
      const own = app.spans.filter(({ name }) => name === 'app work');
      expect(own.map(({ traceId }) => traceId)).toEqual(traceIds);
      expect(app.spans.length).toBeGreaterThan(own.length);
      const { port } = new URL(collector.url);
      expect(app.spans.filter(({ attributes }) => JSON.stringify(attributes).includes(port))).toEqual([]);
      expect(app.records()).toEqual([]);
    },
  );

  test('a sampler that drops all spans drops no record', async () => {
    await run(folder, ['--import', './node-sdk.ts', 'traced-calls.mjs'], { OTEL_TRACES_SAMPLER: 'always_off' });
    expect(app.spans).toEqual([]);
    expect(collector.records()).toHaveLength(3);
  });
});

test.each(['mjs', 'cjs'])(
  'disable() stops recording and enable() starts it again, disabled-between.%s',
  async (kind) => {
    await run('app-openai-7', [`disabled-between.${kind}`]);
    expect(provider.requests).toHaveLength(3);
    expect(collector.records().map(({ attributes }) => attributes['gen_ai.request.model'])).toEqual([
      'enabled',
      'enabled again',
    ]);
  },
);
