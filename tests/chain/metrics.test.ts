import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { join } from 'node:path';
import OpenAI from 'openai';
import { startReplayedProvider, type Scenario } from '@tokentrail/example-providers';
import { exampleConfig } from '../../examples/gateway/src/config.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';
import { AWAY, collector, scratchFolder } from '../collector/setup.ts';
import { startProgram } from './program.ts';
import { startPrometheus, type Prometheus } from './prometheus.ts';
import { settled } from './wait.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const [SHOP] = exampleConfig({ azure: '', openai: '', anthropic: '', search: '' }).clients;
const MESSAGES = [{ role: 'user', content: 'Where is my order?' }] as const;
const PROMETHEUS = findOnPath('prometheus');
const skip = PROMETHEUS === null ? 'there is no prometheus on the PATH' : false;

/** Expressions on the published GenAI metrics, as dashboards for any instrumentation write them. */
const OF_THE_CONVENTIONS = [
  'sum by (service_name, gen_ai_request_model) (gen_ai_client_operation_duration_seconds_count)',
  'sum by (gen_ai_provider_name, gen_ai_operation_name) (gen_ai_client_operation_duration_seconds_sum)',
  'sum by (error_type) (gen_ai_client_operation_duration_seconds_count{error_type!=""})',
  'histogram_quantile(0.95, sum by (le, gen_ai_request_model) (gen_ai_client_operation_duration_seconds_bucket))',
  'histogram_quantile(0.95, sum by (le) (gen_ai_client_operation_time_to_first_chunk_seconds_bucket))',
  'histogram_quantile(0.5, sum by (le, gen_ai_token_type) (gen_ai_client_token_usage_bucket))',
  'sum by (gen_ai_response_model, gen_ai_token_type) (gen_ai_client_token_usage_sum)',
  'sum(gen_ai_client_token_usage_sum{gen_ai_token_type="output"}) / sum(gen_ai_client_token_usage_count)',
];

async function provider(t: TestContext, scenario: Scenario) {
  const started = await startReplayedProvider({ chooseScenario: () => scenario });
  t.after(() => started.stop());
  return started;
}

async function only(prometheus: Prometheus, expression: string) {
  const series = await prometheus.query(expression);
  assert.equal(series.length, 1, expression);
  return series[0]!;
}

test(
  "Prometheus has a series for each expression on the conventions' metrics, and our counters",
  { skip },
  async (t) => {
    const folder = scratchFolder(t);
    const running = await collector(t, { dataDir: folder, ledgerUrl: AWAY, tracesUrl: AWAY });
    const prometheus = await startPrometheus(t, PROMETHEUS!, folder, running);
    const [working, limited] = [await provider(t, 'ok'), await provider(t, 'rate-limit')];
    const gateway = startProgram(join(EXAMPLES, 'gateway', 'src', 'main.ts'), {
      instrumented: true,
      env: {
        OTEL_SERVICE_NAME: 'example-gateway',
        TOKENTRAIL_OTLP_ENDPOINT: running.otlpUrl,
        TOKENTRAIL_PRICES: join(EXAMPLES, 'prices.yaml'),
        GATEWAY_PORT: '0',
        AZURE_URL: limited.url,
        OPENAI_URL: working.url,
        ANTHROPIC_URL: limited.url,
        SEARCH_URL: working.url,
      },
    });
    const url = await gateway.printed(/listening on (\S+)/);
    const client = new OpenAI({ apiKey: SHOP!.key, baseURL: `${url}/v1`, maxRetries: 0 });
    const stream = await client.chat.completions.create({ model: 'gpt-4o', messages: [...MESSAGES], stream: true });
    for await (const _chunk of stream);
    await client.chat.completions.create({ model: 'gpt-4o', messages: [...MESSAGES] });
    await assert.rejects(client.chat.completions.create({ model: 'claude-sonnet-4-5', messages: [...MESSAGES] }));
    await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${SHOP!.key}` } });
    // A process sends its metrics when it ends.
    await gateway.stop();

    await settled(
      () => prometheus.query('tokentrail_calls_total'),
      (series) => series.length > 0,
    );
    for (const expression of OF_THE_CONVENTIONS) {
      const series = await prometheus.query(expression);
      assert.ok(series.length > 0, `${expression} has no series`);
      assert.ok(
        series.every(({ value }) => Number.isFinite(value)),
        `${expression} is no number`,
      );
    }
    const succeeded = await only(prometheus, 'tokentrail_calls_total{state="success"}');
    assert.equal(succeeded.value, 2);
    const service = { job: 'example-gateway', service_name: 'example-gateway' };
    const caller = { group: SHOP!.group, key_name: SHOP!.name };
    assert.partialDeepStrictEqual(succeeded.labels, { ...service, ...caller, model: 'gpt-4o', provider: 'openai' });
    assert.equal(
      (await only(prometheus, 'tokentrail_calls_total{state="failed"}')).labels['model'],
      'claude-sonnet-4-5',
    );
    assert.equal((await only(prometheus, 'sum(tokentrail_requests_total)')).value, 1);
    assert.equal((await only(prometheus, 'sum(tokentrail_attempts_total{provider="azure.ai.openai"})')).value, 2);
    const paid = working.bill.reduce((sum, { nanoUsd }) => sum + Number(nanoUsd), 0) / 1e9;
    const charged = await only(prometheus, 'sum by (month) (tokentrail_cost_charged_total{state="success"})');
    assert.ok(Math.abs((await only(prometheus, 'sum(tokentrail_cost_paid_total)')).value - paid) < 1e-9);
    assert.ok(Math.abs(charged.value - paid * 1.2) < 1e-8);
    assert.match(charged.labels['month'] ?? '', /^20\d{4}$/);
  },
);
