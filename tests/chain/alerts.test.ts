/** Alert rules on the metrics of a real process, collector and Prometheus while a provider and a store do not respond. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import OpenAI from 'openai';
import { startReplayedProvider } from '@tokentrail/example-providers';
import { exampleConfig } from '../../examples/gateway/src/config.ts';
import { ALERT_RULES } from '../../provisioning/src/alerts/rules.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';
import { AWAY, collector, scratchFolder } from '../collector/setup.ts';
import { startProgram } from './program.ts';
import { startPrometheus, type Series } from './prometheus.ts';
import { settled } from './wait.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const [SHOP] = exampleConfig({ azure: '', openai: '', anthropic: '', search: '' }).clients;
const PROMETHEUS = findOnPath('prometheus');
const skip = PROMETHEUS === null ? 'there is no prometheus on the PATH' : false;
const CALLS = 25;

test('the rules for failed calls and waiting records are true during a fault', { skip }, async (t) => {
  const folder = scratchFolder(t);
  // The collector accepts the records and cannot deliver them.
  const running = await collector(t, { dataDir: folder, ledgerUrl: AWAY, tracesUrl: AWAY });
  const prometheus = await startPrometheus(t, PROMETHEUS!, folder, running);
  const limited = await startReplayedProvider({ chooseScenario: () => 'rate-limit' });
  t.after(() => limited.stop());
  const gateway = startProgram(join(EXAMPLES, 'gateway', 'src', 'main.ts'), {
    instrumented: true,
    env: {
      OTEL_SERVICE_NAME: 'example-gateway',
      TOKENTRAIL_OTLP_ENDPOINT: running.otlpUrl,
      GATEWAY_PORT: '0',
      AZURE_URL: limited.url,
      OPENAI_URL: limited.url,
      ANTHROPIC_URL: limited.url,
      SEARCH_URL: limited.url,
    },
  });
  const url = await gateway.printed(/listening on (\S+)/);
  const client = new OpenAI({ apiKey: SHOP!.key, baseURL: `${url}/v1`, maxRetries: 0 });

  const firing = async (name: string): Promise<Series[]> => {
    const { expression, above } = ALERT_RULES.find(({ uid }) => uid === `tokentrail-${name}`)!;
    return prometheus.query(`(${expression}) > ${above}`);
  };
  for (const { expression } of ALERT_RULES) await prometheus.query(expression);
  assert.deepEqual(await firing('error-rate'), []);

  for (let calls = 0; calls < CALLS; calls++) {
    const messages = [{ role: 'user' as const, content: 'Where is my order?' }];
    await assert.rejects(client.chat.completions.create({ model: 'gpt-4o', messages }));
  }
  const [failed] = await settled(
    () => firing('error-rate'),
    (series) => series.length > 0,
  );
  assert.deepEqual(failed, { labels: { service_name: 'example-gateway' }, value: 1 });
  // A process sends its metrics every 15 seconds. At its end they are sent beside its last records, which they do not count.
  const [missing] = await settled(
    () => firing('records-missing'),
    (series) => series.length > 0,
  );
  assert.ok(missing !== undefined && missing.value >= CALLS, `${missing?.value} records are missing`);
  assert.ok((await firing('records-late')).some(({ labels }) => labels['exporter'] === 'clickhouse/ledger'));
  assert.deepEqual(await firing('truncated'), []);
  await gateway.stop();
});
