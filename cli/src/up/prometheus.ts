import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { childPart } from './child.ts';
import { findOnPath } from '../../../scripts/find-on-path.ts';
import type { Ports } from './ports.ts';
import { say } from './say.ts';
import type { Setting } from './setting.ts';

/** The part of a Prometheus configuration that differs between containers and this machine. */
interface ScrapeConfig {
  global: { scrape_interval: string };
  rule_files: string[];
  scrape_configs: { static_configs: { targets: string[] }[] }[];
}

/**
 * Starts a Prometheus that scrapes the collector's metrics, if one is installed. It keeps 90 days, as the one in
 * docker-compose.yml.
 * @returns its URL, or null if there is none on the PATH.
 */
export async function startPrometheus({ root, state, ports, supervisor }: Setting): Promise<string | null> {
  const command = findOnPath('prometheus');
  if (command === null) {
    say(
      'no prometheus on the PATH: the dashboards show no metrics; install it (https://prometheus.io/download, `apt install prometheus`, `brew install prometheus`) and start again. The usage log works without it',
    );
    return null;
  }
  const config = state.in('prometheus', 'prometheus.yml');
  const provisioning = join(root, 'provisioning');
  const containers = readFileSync(join(provisioning, 'prometheus.yml'), 'utf8');
  writeFileSync(config, nativeScrapeConfig(containers, ports, provisioning), { mode: 0o600 });
  const options = {
    name: 'prometheus',
    command,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${state.in('prometheus', 'data')}`,
      '--storage.tsdb.retention.time=90d',
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ],
    env: process.env,
    logFile: state.log('prometheus'),
  };
  const url = `http://127.0.0.1:${ports.prometheus}`;
  await supervisor.start(childPart(options, `${url}/-/ready`));
  return url;
}

/**
 * The scrape configuration of the containers with the ports of this machine. It scrapes every five seconds, so that a first
 * graph appears soon.
 *
 * @param folder That of the rule files.
 */
export function nativeScrapeConfig(
  containers: string,
  { collectorMetrics, collectorSelf }: Pick<Ports, 'collectorMetrics' | 'collectorSelf'>,
  folder: string,
): string {
  const config = parse(containers) as ScrapeConfig;
  const targets: Readonly<Record<string, string>> = {
    'collector:9464': `127.0.0.1:${collectorMetrics}`,
    'collector:8888': `127.0.0.1:${collectorSelf}`,
  };
  config.global.scrape_interval = '5s';
  config.rule_files = config.rule_files.map((file) => join(folder, file));
  for (const statics of config.scrape_configs.flatMap(({ static_configs }) => static_configs)) {
    statics.targets = statics.targets.map((target) => {
      const native = targets[target];
      if (native === undefined) {
        throw new Error(`provisioning/prometheus.yml scrapes ${target}, which has no port on this machine`);
      }
      return native;
    });
  }
  return stringify(config);
}
