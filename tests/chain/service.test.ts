import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { Chain } from './chain.ts';
import { startProgram } from './program.ts';
import { settled } from './wait.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const SERVICE = join(EXAMPLES, 'service', 'src', 'main.ts');
/** So many that the sampler keeps none of their traces in one of 300,000 runs. */
const CALLS = 120;

test('an auto-instrumented service samples its traces, has all its records, and shares its traces with them', async (t) => {
  const provider = await startReplayedProvider();
  t.after(() => provider.stop());
  const chain = await Chain.start();
  t.after(() => chain.stop());
  const service = startProgram(SERVICE, {
    instrumented: true,
    imports: ['./hooks.ts', '@opentelemetry/auto-instrumentations-node/register'],
    env: {
      SERVICE_PORT: '0',
      OPENAI_API_KEY: 'sk-example-service-7d21c0a9e4b85f36',
      OPENAI_BASE_URL: `${provider.url}/v1`,
      OTEL_SERVICE_NAME: 'example-service',
      OTEL_EXPORTER_OTLP_ENDPOINT: chain.otlpUrl,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      TOKENTRAIL_OTLP_ENDPOINT: chain.otlpUrl,
      TOKENTRAIL_PRICES: join(EXAMPLES, 'prices.yaml'),
    },
  });
  t.after(() => service.stop());
  const url = await service.printed(/listening on (\S+)/);
  for (let call = 0; call < CALLS; call++) {
    const response = await fetch(`${url}/tickets/${call % 3 === 0 ? 'reply' : 'summary'}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `ticket ${call}` }),
    });
    assert.equal(response.status, 200);
    assert.ok((await response.text()).length > 0);
  }

  const records = await settled(
    () => chain.records(),
    (found) => found.length >= CALLS,
  );
  assert.equal(records.length, CALLS);
  assert.equal(new Set(records.map(({ traceId }) => traceId)).size, CALLS, 'each request of the service is a trace');
  for (const { serviceName, statusCode, cost } of records) {
    assert.deepEqual([serviceName, statusCode, cost.list.state], ['example-service', 200, 'priced']);
  }

  const byService = (scope: RegExp) =>
    settled(
      async () => new Set((await chain.spans()).filter((span) => scope.test(span.scope)).map(({ traceId }) => traceId)),
      ({ size }) => size > 0,
    );
  for (const scope of [/instrumentation-http$/, /instrumentation-express$/]) {
    const sampled = await byService(scope);
    assert.ok(
      sampled.size > 0 && sampled.size < CALLS / 2,
      `${sampled.size} of ${CALLS} traces have spans of ${scope}`,
    );
    const ofRecords = new Set(records.map(({ traceId }) => traceId));
    assert.deepEqual(
      [...sampled].filter((traceId) => !ofRecords.has(traceId)),
      [],
    );
  }
});
