import { writeFileSync } from 'node:fs';
import { startChildUntilUp } from './child.ts';
import { findOnPath } from '../../../scripts/find-on-path.ts';
import { say } from './say.ts';
import type { Setting } from './setting.ts';

/**
 * Starts a Prometheus that scrapes the collector's metrics, if one is installed.
 * @returns its URL, or null if there is none on the PATH.
 */
export async function startPrometheus({ state, ports, supervisor }: Setting): Promise<string | null> {
  const command = findOnPath('prometheus');
  if (command === null) {
    say('no prometheus on the PATH: the dashboards show no metrics; the usage log works without it');
    return null;
  }
  const config = state.in('prometheus', 'prometheus.yml');
  writeFileSync(config, prometheusConfig(ports.collectorMetrics), { mode: 0o600 });
  const options = {
    name: 'prometheus',
    command,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${state.in('prometheus', 'data')}`,
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ],
    env: process.env,
    logFile: state.log('prometheus'),
  };
  const url = `http://127.0.0.1:${ports.prometheus}`;
  await supervisor.start({
    ...options,
    start: (spawned) => startChildUntilUp({ ...options, spawned }, `${url}/-/ready`),
  });
  return url;
}

function prometheusConfig(metricsPort: number): string {
  return JSON.stringify({
    global: { scrape_interval: '5s', evaluation_interval: '15s' },
    scrape_configs: [
      { job_name: 'tokentrail', honor_labels: true, static_configs: [{ targets: [`127.0.0.1:${metricsPort}`] }] },
    ],
  });
}
