import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { RunningCollector } from '@tokentrail/collector-config';
import { nativeScrapeConfig } from '../../cli/src/up/prometheus.ts';
import { settled } from './wait.ts';

const PROVISIONING = join(import.meta.dirname, '..', '..', 'provisioning');

/** One series of a result: its labels and its newest value. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface Prometheus {
  /** The series of an expression at a time, by default now. Throws if Prometheus refuses the expression. */
  query(expression: string, atMs?: number): Promise<Series[]>;
}

/**
 * Starts `command`, a Prometheus, with the provisioned configuration. It scrapes `collector` every second, and is
 * stopped after the test.
 */
export async function startPrometheus(
  test: TestContext,
  command: string,
  folder: string,
  collector: Pick<RunningCollector, 'metricsUrl' | 'selfMetricsUrl'>,
): Promise<Prometheus> {
  const portOf = (url: string) => Number(new URL(url).port);
  const ports = {
    collectorMetrics: portOf(collector.metricsUrl),
    collectorSelf: portOf(collector.selfMetricsUrl),
  };
  const config = join(folder, 'prometheus.yml');
  const native = nativeScrapeConfig(readFileSync(join(PROVISIONING, 'prometheus.yml'), 'utf8'), ports, PROVISIONING);
  writeFileSync(config, native.replace(/scrape_interval: \S+/, 'scrape_interval: 1s'));
  const port = await freePort();
  const child = spawn(
    command,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const exited = once(child, 'exit');
  test.after(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await settled(isReady, (ready) => ready))) throw new Error(`${command} did not start`);
  return { query: (expression, atMs = Date.now()) => query(url, expression, atMs) };
}

async function query(url: string, expression: string, atMs: number): Promise<Series[]> {
  const parameters = new URLSearchParams({ query: expression, time: String(atMs / 1000) });
  const response = await fetch(`${url}/api/v1/query?${parameters}`);
  const body = (await response.json()) as {
    error?: string;
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  if (body.data === undefined) throw new Error(`${expression}: ${body.error}`);
  return body.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
