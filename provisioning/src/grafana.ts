import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const PROVISIONING = dirname(dirname(fileURLToPath(import.meta.url)));
const PLUGIN_ID = 'tokentrail-llmusage-app';

/**
 * Environment variables that the provisioning files read. `TOKENTRAIL_HIDE_MARGIN` may be empty. Without a Prometheus, set any URL: the panels then show that it is
 * unreachable. The secret key encrypts the data sources' secrets in Grafana's database, so it must stay the same for the same
 * `dataDir`.
 */
export const GRAFANA_VARIABLES = [
  'TOKENTRAIL_LEDGER_URL',
  'TOKENTRAIL_LEDGER_READER_PASSWORD',
  'TOKENTRAIL_ATTEMPTS_READER_PASSWORD',
  'TOKENTRAIL_TRACES_URL',
  'TOKENTRAIL_TRACES_READER_PASSWORD',
  'TOKENTRAIL_HIDE_MARGIN',
  'TOKENTRAIL_PROMETHEUS_URL',
  'TOKENTRAIL_GRAFANA_ADMIN_PASSWORD',
  'TOKENTRAIL_GRAFANA_SECRET_KEY',
] as const;

export type GrafanaEnvironment = Record<(typeof GRAFANA_VARIABLES)[number], string>;

/** A Grafana installed on this machine. */
export interface GrafanaInstallation {
  binary: string;
  /** Folder of `conf/` and `public/`. */
  home: string;
}

export interface GrafanaOptions {
  installation: GrafanaInstallation;
  /** Folder of the built app plugin. */
  pluginDir: string;
  /** Folder for the database. It is created if it is missing. */
  dataDir: string;
  /** File for Grafana's output. */
  logFile: string;
  port: number;
  env: GrafanaEnvironment;
  /** Receives the pid as soon as the process exists, before Grafana responds. */
  onSpawn?: (pid: number) => void;
}

export interface RunningGrafana {
  /** Base URL. Users are viewers until they sign in as `admin`. */
  url: string;
  pid: number;
  logFile: string;
  /** Resolves with the signal or exit code when the process ends. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Folder of `conf/` and `public/` if Grafana was installed as a system package. */
const PACKAGED_HOME = '/usr/share/grafana';
const READY_TIMEOUT_MS = 120_000;
/** Time between SIGTERM and SIGKILL. */
const STOP_TIMEOUT_MS = 20_000;

/** Finds the Grafana in GRAFANA_HOME or, if that is not set, the `grafana` on the PATH; null if there is none. */
export function findGrafana(env: NodeJS.ProcessEnv): GrafanaInstallation | null {
  const home = env['GRAFANA_HOME'];
  if (home !== undefined && home !== '') {
    const binary = join(home, 'bin', 'grafana');
    return isProgram(binary) ? { binary, home } : null;
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const binary = folders.map((folder) => join(folder, 'grafana')).find(isProgram);
  return binary !== undefined && existsSync(PACKAGED_HOME) ? { binary, home: PACKAGED_HOME } : null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a Grafana on loopback with the files of this folder and waits until it responds.
 * @throws an Error that names the log if it does not start.
 */
export async function startGrafana(options: GrafanaOptions): Promise<RunningGrafana> {
  const { logFile, port } = options;
  const url = `http://127.0.0.1:${port}`;
  const child = launch(options, logFile);
  if (child.pid !== undefined) {
    options.onSpawn?.(child.pid);
  }
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const stop = () => end(child, ended);
  try {
    await ready(child, `${url}/api/health`, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, logFile, ended, stop };
}

function launch({ installation, pluginDir, dataDir, port, env }: GrafanaOptions, logFile: string): ChildProcess {
  const plugins = join(dataDir, 'plugins');
  mkdirSync(plugins, { recursive: true, mode: 0o700 });
  const link = join(plugins, PLUGIN_ID);
  rmSync(link, { force: true });
  symlinkSync(pluginDir, link);
  const log = openSync(logFile, 'w', 0o600);
  try {
    return spawn(
      installation.binary,
      ['server', `--homepath=${installation.home}`, `--config=${join(PROVISIONING, 'grafana.ini')}`],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          GF_PATHS_DATA: dataDir,
          GF_PATHS_LOGS: dataDir,
          GF_PATHS_PLUGINS: plugins,
          GF_PATHS_PROVISIONING: PROVISIONING,
          GF_SERVER_HTTP_ADDR: '127.0.0.1',
          GF_SERVER_HTTP_PORT: String(port),
          ...env,
        },
        // In its own process group: Ctrl-C then reaches only the program that started it, which stops it in order.
        detached: true,
        stdio: ['ignore', log, log],
      },
    );
  } finally {
    closeSync(log);
  }
}

async function ready(child: ChildProcess, healthUrl: string, logFile: string): Promise<void> {
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`Grafana did not start: see ${logFile}. ${failure?.message ?? ''}`.trim());
    }
    const response = await fetch(healthUrl).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) {
      return;
    }
    await sleep(200);
  }
  throw new Error(`Grafana did not respond within ${READY_TIMEOUT_MS / 1000} s: see ${logFile}.`);
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return;
  }
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), sleep(STOP_TIMEOUT_MS, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await ended;
  }
}
