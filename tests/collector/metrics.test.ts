import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { string, type KeyValue } from './otlp.ts';
import { AWAY, collector, scratchFolder } from './setup.ts';

const OURS = '@tokentrail/instrumentation';

function counter(scope: string, name: string, value: number, attributes: readonly KeyValue[]) {
  const point = { startTimeUnixNano: '1', timeUnixNano: `${Date.now()}000000`, asDouble: value, attributes };
  const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] };
  return { scope: { name: scope }, metrics: [{ name, sum }] };
}

test('the collector exposes the metrics of the instrumentation, without secrets, and no others', async (t) => {
  const running = await collector(t, { dataDir: scratchFolder(t), ledgerUrl: AWAY, tracesUrl: AWAY });
  const instance = [string('service.name', 'checkout'), string('service.instance.id', 'one')];
  const secret = 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z';
  const scopeMetrics = [
    counter(OURS, 'tokentrail.calls', 3, [string('model', 'gpt-4o'), string('state', secret)]),
    counter('another', 'words.of.others', 1, [string('prompt', 'words of a prompt')]),
  ];
  const response = await fetch(`${running.otlpUrl}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceMetrics: [{ resource: { attributes: instance }, scopeMetrics }] }),
  });
  assert.equal(response.status, 200);
  const scraped = await scrapeUntil(running.metricsUrl, /tokentrail_calls_total/);
  assert.match(
    scraped,
    /tokentrail_calls_total\{.*instance="one".*job="checkout".*model="gpt-4o".*service_name="checkout".*\} 3/,
  );
  assert.doesNotMatch(scraped, /words|prompt/);
  assert.ok(!scraped.includes(secret));
});

async function scrapeUntil(url: string, pattern: RegExp): Promise<string> {
  for (let attempts = 0; attempts < 100; attempts += 1) {
    const text = await (await fetch(url)).text();
    if (pattern.test(text)) {
      return text;
    }
    await sleep(50);
  }
  throw new Error(`${url} did not show ${pattern}`);
}
