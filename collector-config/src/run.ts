import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AUTH_CONFIG_FILE, COLLECTOR_CONFIG_FILES, collectorConfigPath } from './files.ts';
import { moveAllQueuesAside, moveUnreadableQueuesAside } from './queue-files.ts';

/** Environment variables that the configuration files read. README.md describes each. */
export interface CollectorEnvironment {
  TOKENTRAIL_LEDGER_ENDPOINT: string;
  TOKENTRAIL_LEDGER_USER: string;
  TOKENTRAIL_LEDGER_PASSWORD: string;
  TOKENTRAIL_TRACES_ENDPOINT: string;
  TOKENTRAIL_TRACES_USER: string;
  TOKENTRAIL_TRACES_PASSWORD: string;
  TOKENTRAIL_OTLP_LISTEN?: string;
  /** Bearer token that senders must present. Without it, every client that reaches the port may send. */
  TOKENTRAIL_OTLP_TOKEN?: string;
  TOKENTRAIL_HEALTH_LISTEN?: string;
  TOKENTRAIL_METRICS_LISTEN?: string;
  TOKENTRAIL_SELF_METRICS_PORT?: string;
  TOKENTRAIL_QUEUE_DIR?: string;
  TOKENTRAIL_COLLECTOR_MEMORY_MIB?: string;
  TOKENTRAIL_LEDGER_QUEUE_BYTES?: string;
  TOKENTRAIL_TRACES_QUEUE_BYTES?: string;
}

export interface CollectorOptions {
  /** Path, as returned by `collectorBinary`. */
  binary: string;
  /** Folder for `queue/`, unless TOKENTRAIL_QUEUE_DIR is set, and the log. It is created if it is missing. */
  dataDir: string;
  /** File for the collector's output; the one of the last start becomes `<logFile>.1`. Default: `<dataDir>/collector.log`. */
  logFile?: string;
  /** A missing listen address becomes a free port on loopback. */
  env: CollectorEnvironment;
  /** Paths of the configuration files, in the order of merging. Default: those of this folder. */
  configFiles?: readonly string[];
  /** Receives messages for the operator, such as a renamed queue file. Default: writes them to standard error. */
  onWarning?: (line: string) => void;
  /**
   * Receives the pid as soon as the process exists, before the collector accepts data. Called again with a second pid if the
   * first process could not read its queue.
   */
  onSpawn?: (pid: number) => void;
}

export interface RunningCollector {
  /** Base URL, to which senders append `/v1/traces` and `/v1/metrics`. */
  otlpUrl: string;
  healthUrl: string;
  /** Metrics of the instrumentation, for Prometheus to scrape. */
  metricsUrl: string;
  /** Metrics of the collector itself, such as queue sizes and failed sends. */
  selfMetricsUrl: string;
  pid: number;
  logFile: string;
  /** Resolves with the exit code when the process has ended; with null if a signal ended it. */
  exited: Promise<number | null>;
  /** Stops the process. Queued data stay on disk. */
  stop(): Promise<void>;
}

/** Time to become healthy. The collector compacts its queue files before. */
const HEALTHY_TIMEOUT_MS = 120_000;
/** Time between SIGTERM and SIGKILL. */
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/**
 * Starts a collector on loopback and waits until it accepts data.
 * @throws an Error with one line that says what to do.
 */
export async function startCollector(options: CollectorOptions): Promise<RunningCollector> {
  const { dataDir } = options;
  const warn = options.onWarning ?? ((line: string) => process.stderr.write(`${line}\n`));
  const env = await collectorEnvironment(options.env, dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  moveUnreadableQueuesAside(env.TOKENTRAIL_QUEUE_DIR, new Date()).forEach(warn);
  try {
    return await startOnce(options, env, warn);
  } catch (error) {
    if (!(error instanceof UnreadableQueue)) {
      throw error;
    }
    moveAllQueuesAside(env.TOKENTRAIL_QUEUE_DIR, error.message, new Date()).forEach(warn);
    return startOnce(options, env, warn);
  }
}

class UnreadableQueue extends Error {}

/** Every variable except the token has a default. */
type CompleteEnvironment = Required<Omit<CollectorEnvironment, 'TOKENTRAIL_OTLP_TOKEN'>> &
  Pick<CollectorEnvironment, 'TOKENTRAIL_OTLP_TOKEN'>;

/** Complete environment of a collector on loopback: `env` and defaults for the missing variables. */
export async function collectorEnvironment(env: CollectorEnvironment, dataDir: string): Promise<CompleteEnvironment> {
  const [otlp, health, metrics, selfMetrics] = await freePorts(4);
  return {
    TOKENTRAIL_OTLP_LISTEN: `127.0.0.1:${otlp}`,
    TOKENTRAIL_HEALTH_LISTEN: `127.0.0.1:${health}`,
    TOKENTRAIL_METRICS_LISTEN: `127.0.0.1:${metrics}`,
    TOKENTRAIL_SELF_METRICS_PORT: String(selfMetrics),
    TOKENTRAIL_QUEUE_DIR: join(dataDir, 'queue'),
    TOKENTRAIL_COLLECTOR_MEMORY_MIB: '1024',
    TOKENTRAIL_LEDGER_QUEUE_BYTES: '1073741824',
    TOKENTRAIL_TRACES_QUEUE_BYTES: '4294967296',
    ...env,
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  // All ports are open at the same time, so that none is returned twice.
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}

async function startOnce(
  { binary, dataDir, logFile = join(dataDir, 'collector.log'), configFiles, onSpawn }: CollectorOptions,
  env: CompleteEnvironment,
  warn: (line: string) => void,
): Promise<RunningCollector> {
  const child = spawnCollector({ binary, logFile, configFiles: configFiles ?? ownConfigFiles(env), env });
  if (child.pid !== undefined) {
    onSpawn?.(child.pid);
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stopAtExit = () => child.kill('SIGTERM');
  process.once('exit', stopAtExit);
  void exited.then(() => process.removeListener('exit', stopAtExit));
  const healthUrl = `http://${env.TOKENTRAIL_HEALTH_LISTEN}/`;
  const stop = () => end(child, exited);
  try {
    await healthy({ child, healthUrl, logFile });
  } catch (error) {
    await stop();
    throw error;
  }
  recreatedQueues(logFile).forEach(warn);
  return {
    otlpUrl: `http://${env.TOKENTRAIL_OTLP_LISTEN}`,
    healthUrl,
    metricsUrl: `http://${env.TOKENTRAIL_METRICS_LISTEN}/metrics`,
    selfMetricsUrl: `http://127.0.0.1:${env.TOKENTRAIL_SELF_METRICS_PORT}/metrics`,
    pid: child.pid ?? 0,
    logFile,
    exited,
    stop,
  };
}

function ownConfigFiles(env: CompleteEnvironment): string[] {
  const names = [...COLLECTOR_CONFIG_FILES, ...(env.TOKENTRAIL_OTLP_TOKEN === undefined ? [] : [AUTH_CONFIG_FILE])];
  return names.map(collectorConfigPath);
}

interface Spawned {
  binary: string;
  logFile: string;
  configFiles: readonly string[];
  env: CompleteEnvironment;
}

function spawnCollector({ binary, logFile, configFiles, env }: Spawned): ChildProcess {
  if (existsSync(logFile)) {
    renameSync(logFile, `${logFile}.1`);
  }
  const log = openSync(logFile, 'w', 0o600);
  try {
    const files = configFiles.map((file) => `--config=${file}`);
    return spawn(binary, files, {
      // Only these variables: proxies and OTEL_* variables would change the behaviour of the collector.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      // In its own process group: Ctrl-C then reaches only the program that started it, which stops it in order.
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

interface Starting {
  child: ChildProcess;
  healthUrl: string;
  logFile: string;
}

async function healthy({ child, healthUrl, logFile }: Starting): Promise<void> {
  let failure: Error | undefined;
  child.on('error', (error) => (failure = new Error(`The collector cannot be run: ${error.message}`)));
  const deadline = Date.now() + HEALTHY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (failure !== undefined) {
      throw failure;
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      throw whyItEnded(readFileSync(logFile, 'utf8'), logFile);
    }
    const response = await fetch(healthUrl).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) {
      return;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`The collector was not healthy within ${HEALTHY_TIMEOUT_MS / 1000} s: see ${logFile}.`);
}

/** Error for a collector that ended before it was healthy, derived from its log. */
export function whyItEnded(log: string, logFile: string): Error {
  const inUse = /listen tcp (\S+): bind: address already in use/.exec(log);
  if (inUse) {
    return new Error(
      `The collector cannot listen on ${inUse[1]}: the port is in use. End what uses it, or choose another.`,
    );
  }
  if (/^Error:.*: timeout$/m.test(log)) {
    return new Error(`The collector's queue files are in use: another collector runs on them. See ${logFile}.`);
  }
  const unreadable =
    /invalid database|version mismatch|checksum error|file size too small|bbolt.*panic|go\.etcd\.io\/bbolt/.exec(log);
  if (unreadable) {
    return new UnreadableQueue(`the collector stopped over it: ${unreadable[0]}`);
  }
  const reason = /^Error: (.*)$/m.exec(log)?.[1] ?? 'it gave no reason';
  return new Error(`The collector did not start: ${reason}. See ${logFile}.`);
}

/** Messages about queue files that the collector itself renamed. It reports them only in its log. */
function recreatedQueues(logFile: string): string[] {
  const renamed = readFileSync(logFile, 'utf8').matchAll(/Corrupted database file renamed.*?"backup": "([^"]+)"/g);
  return [...renamed].map(
    ([, backup]) =>
      `A queue file of the collector could not be read. What waited in it was not delivered; it is kept as ${backup}.`,
  );
}

async function end(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return;
  }
  child.kill('SIGTERM');
  const inTime = await Promise.race([exited.then(() => true), sleep(STOP_TIMEOUT_MS, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await exited;
  }
}
