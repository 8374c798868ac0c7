import { collectorBinary, showBuildProgress } from '@tokentrail/collector-config';
import { ensureBuilt } from '../../../scripts/build.ts';
import { asUserError, UserError } from '../fail.ts';
import { startExampleHistory } from './example-history.ts';
import { startGatewayExample } from './gateway-example.ts';
import { packInstrumentation } from './pack.ts';
import { startPage, type Page } from './page.ts';
import { choosePorts } from './ports.ts';
import { printWhereToLook } from './print.ts';
import { startPrometheus } from './prometheus.ts';
import { say } from './say.ts';
import { startServiceExample } from './service-example.ts';
import type { Setting } from './setting.ts';
import { newPasswords, StateFolder, type Endpoints, type StorePasswords } from './state-folder.ts';
import { startStores } from './stores.ts';
import { Supervisor } from './supervisor.ts';
import { Watchdog } from './watchdog.ts';

/** Time for all parts to stop. After it the watchdog ends them. */
const STOP_TIMEOUT_MS = 60_000;

/**
 * Starts every part as a process of this machine. Resolves when all have been stopped after Ctrl-C, SIGTERM or SIGHUP.
 * @throws if a part cannot be started or keeps ending, or on an uncaught error of this process.
 */
export async function nativeUp(root: string): Promise<void> {
  const watchdog = new Watchdog();
  const supervisor = new Supervisor(watchdog, say);
  const endRequested = reasonToEnd(supervisor);
  const state = new StateFolder(root);
  try {
    // The end may be requested while the parts are still being started.
    await Promise.race([bringUp({ root, state, supervisor }), endRequested]);
    await endRequested;
    say('stopping …');
  } catch (error) {
    throw asUserError(error);
  } finally {
    state.removeEndpoints();
    await stopInTime(supervisor, watchdog);
  }
}

async function bringUp(start: Pick<Setting, 'root' | 'state' | 'supervisor'>): Promise<void> {
  const { state } = start;
  const ports = await choosePorts(process.env);
  await ensureBuilt(['instrumentation', 'grafana-plugin'], say);
  const setting = { ...start, ports, passwords: newPasswords(), otlpToken: state.otlpToken() };
  const parts = await startParts(setting);
  const tarballs = await packInstrumentation(setting);
  if (start.supervisor.isStopping) {
    return;
  }
  const endpoints = endpointsOf(setting, parts);
  state.writeEndpoints(endpoints);
  printWhereToLook(endpoints, { tarballs, adminPassword: parts.page.adminPassword, logs: state.in('logs') });
  await startExampleHistory(setting, parts.prometheusUrl);
}

interface Parts {
  page: Page;
  prometheusUrl: string | null;
}

async function startParts(setting: Setting): Promise<Parts> {
  const binary = await collectorBinary({ onProgress: showBuildProgress(process.stdout, 'tokentrail: ') });
  await startStores(setting, binary);
  const prometheusUrl = await startPrometheus(setting);
  const page = await startPage(setting, prometheusUrl);
  await startGatewayExample(setting);
  await startServiceExample(setting);
  return { page, prometheusUrl };
}

function endpointsOf({ ports, passwords, otlpToken }: Setting, { page, prometheusUrl }: Parts): Endpoints {
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const store = (port: number, user: keyof StorePasswords) =>
    ({ kind: 'clickhouse', url: url(port), user, password: passwords[user] }) as const;
  return {
    ui: page.url,
    ui_viewer: page.viewerUrl,
    otlp: url(ports.otlp),
    otlp_token: otlpToken,
    ledger: store(ports.ledger, 'tokentrail_ledger_reader'),
    attempts: store(ports.ledger, 'tokentrail_attempts_reader'),
    repricer: store(ports.ledger, 'tokentrail_repricer'),
    settings: store(ports.ledger, 'tokentrail_settings_writer'),
    dataManager: store(ports.ledger, 'tokentrail_data_manager'),
    traces: store(ports.traces, 'tokentrail_traces_reader'),
    prometheus: prometheusUrl,
    gateway: url(ports.gateway),
    service: url(ports.service),
  };
}

/**
 * Resolves at the first Ctrl-C, SIGTERM or SIGHUP, or when the parent process has ended. A second signal has no effect,
 * because the parts must be stopped in order. Rejects if the supervisor gives up a part, and on an uncaught error.
 */
function reasonToEnd(supervisor: Supervisor): Promise<void> {
  const reason = new Promise<void>((resolve, reject) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
    process.on('SIGHUP', () => resolve());
    process.once('disconnect', () => resolve());
    void supervisor.gaveUp.then(reject);
    process.on('uncaughtException', (error: unknown) => {
      say('this program failed; stopping everything it started …');
      console.error(error);
      reject(new UserError('stopped because of the error above', { cause: error }));
    });
  });
  // A closed terminal or pipe is no reason to end.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  reason.catch(() => undefined);
  return reason;
}

async function stopInTime(supervisor: Supervisor, watchdog: Watchdog): Promise<void> {
  const late = setTimeout(() => {
    console.error(`tokentrail: not everything stopped within ${STOP_TIMEOUT_MS / 1000} s; the rest is killed`);
    process.exit(2);
  }, STOP_TIMEOUT_MS);
  await supervisor.stop();
  await watchdog.close();
  clearTimeout(late);
  // An open channel to the parent process would keep this process alive.
  if (process.connected) {
    process.disconnect();
  }
}
