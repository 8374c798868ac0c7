import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nativeScrapeConfig } from './prometheus.ts';

const CONTAINERS = readFileSync(join(import.meta.dirname, '../../../provisioning/prometheus.yml'), 'utf8');

test('the native Prometheus scrapes what the containers do, on the ports of this machine', () => {
  const native = parse(nativeScrapeConfig(CONTAINERS, { collectorMetrics: 1111, collectorSelf: 2222 }, '/here')) as {
    scrape_configs: unknown[];
    rule_files: string[];
  };
  expect(native.scrape_configs).toEqual([
    { job_name: 'tokentrail', honor_labels: true, static_configs: [{ targets: ['127.0.0.1:1111'] }] },
    { job_name: 'tokentrail-collector', static_configs: [{ targets: ['127.0.0.1:2222'] }] },
  ]);
  expect(native.rule_files).toEqual(['/here/prometheus-rules.yml']);
});

test('a target that has no port here is an error that names it', () => {
  const other = CONTAINERS.replace('collector:8888', 'other:1');
  expect(() => nativeScrapeConfig(other, { collectorMetrics: 1, collectorSelf: 2 }, '/here')).toThrow(
    'scrapes other:1',
  );
});
