import { collectorBinary } from '@tokentrail/collector-config';
import { ensureBuilt } from '../../../scripts/build.ts';
import { asUserError, UserError } from '../fail.ts';
import { startGatewayExample } from './gateway-example.ts';
import { packInstrumentation } from './pack.ts';
import { startPage, type Page } from './page.ts';
import { choosePorts } from './ports.ts';
import { printWhereToLook } from './print.ts';
import { startPrometheus } from './prometheus.ts';
import { say } from './say.ts';
import type { Setting } from './setting.ts';
import { newPasswords, StateFolder, type Endpoints, type StorePasswords } from './state-folder.ts';
import { startStores } from './stores.ts';
import { Supervisor } from './supervisor.ts';
import { Watchdog } from './watchdog.ts';

/** What is being ended ends within this, or the watchdog ends it. */
const ENDED_WITHIN_MS = 60_000;

/**
 * Starts every part as a process of this machine. Resolves when Ctrl-C (SIGTERM, SIGHUP) has ended them all.
 * @throws what ended them otherwise: a part that cannot be started or keeps ending, a fault of this process.
 */
export async function nativeUp(root: string): Promise<void> {
  const watchdog = new Watchdog();
  const supervisor = new Supervisor(watchdog, say);
  const endAsked = reasonToEnd(supervisor);
  const state = new StateFolder(root);
  try {
    // Whatever ends it, also in the middle of the start.
    await Promise.race([bringUp({ root, state, supervisor }), endAsked]);
    await endAsked;
    say('ending …');
  } catch (error) {
    throw asUserError(error);
  } finally {
    state.removeEndpoints();
    await endInTime(supervisor, watchdog);
  }
}

async function bringUp(start: Pick<Setting, 'root' | 'state' | 'supervisor'>): Promise<void> {
  const { state } = start;
  const ports = await choosePorts(process.env);
  await ensureBuilt(['instrumentation', 'grafana-plugin'], say);
  const setting = { ...start, ports, passwords: newPasswords(), otlpToken: state.otlpToken() };
  const parts = await startParts(setting);
  const tarball = await packInstrumentation(setting);
  if (start.supervisor.isStopping) {
    return;
  }
  const endpoints = endpointsOf(setting, parts);
  state.writeEndpoints(endpoints);
  printWhereToLook(endpoints, { tarball, adminPassword: parts.page.adminPassword, logs: state.in('logs') });
}

interface Parts {
  page: Page;
  prometheusUrl: string | null;
}

async function startParts(setting: Setting): Promise<Parts> {
  const binary = await collectorBinary({ onProgress: say });
  await startStores(setting, binary);
  const prometheusUrl = await startPrometheus(setting);
  const page = await startPage(setting, prometheusUrl);
  await startGatewayExample(setting);
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
    traces: store(ports.traces, 'tokentrail_traces_reader'),
    prometheus: prometheusUrl,
    gateway: url(ports.gateway),
  };
}

/**
 * Resolves at the first Ctrl-C, SIGTERM or SIGHUP, and when the process that started this one is gone. A second signal does
 * not hurry: what is running has to be ended in order. Rejects with a part that was given up, and with what nobody caught.
 */
function reasonToEnd(supervisor: Supervisor): Promise<void> {
  const reason = new Promise<void>((resolve, reject) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
    process.on('SIGHUP', () => resolve());
    process.once('disconnect', () => resolve());
    void supervisor.gaveUp.then(reject);
    process.on('uncaughtException', (error: unknown) => {
      say('this program failed; ending everything it started …');
      console.error(error);
      reject(new UserError('ended by the fault above', { cause: error }));
    });
  });
  // A terminal or a pipe that is gone takes no more lines; that is no reason to end.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  reason.catch(() => undefined);
  return reason;
}

async function endInTime(supervisor: Supervisor, watchdog: Watchdog): Promise<void> {
  const late = setTimeout(() => {
    console.error(`tokentrail: not everything ended within ${ENDED_WITHIN_MS / 1000} s; the rest is killed`);
    process.exit(2);
  }, ENDED_WITHIN_MS);
  await supervisor.stop();
  await watchdog.close();
  clearTimeout(late);
  // The channel to the process that started this one would keep this one alive.
  if (process.connected) {
    process.disconnect();
  }
}
