import { collectorBinary } from '@tokentrail/collector-config';
import { ensureBuilt } from '../../../scripts/build.ts';
import { asUserError } from '../fail.ts';
import { startGatewayExample } from './gateway-example.ts';
import { packInstrumentation } from './pack.ts';
import { startPage, type Page } from './page.ts';
import { choosePorts, type Ports } from './ports.ts';
import { printWhereToLook } from './print.ts';
import { startPrometheus } from './prometheus.ts';
import { say } from './say.ts';
import { newPasswords, StateFolder, type Endpoints, type StorePasswords } from './state-folder.ts';
import { startStores } from './stores.ts';

/** What is running, in the order in which it was started; it is ended the other way round. */
export type Running = { name: string; stop(): Promise<void> }[];

/** What each part of the chain is started with. */
export interface Setting {
  root: string;
  state: StateFolder;
  ports: Ports;
  passwords: StorePasswords;
  /** Demanded of each sender to the collector. */
  otlpToken: string;
  running: Running;
}

/** Starts every part as a process of this machine. Resolves when Ctrl-C (or SIGTERM) has ended them all. */
export async function nativeUp(root: string): Promise<void> {
  const asked = stopAsked();
  const running: Running = [];
  const state = new StateFolder(root);
  const ports = await choosePorts(process.env);
  try {
    await ensureBuilt(['instrumentation', 'grafana-plugin'], say);
    const setting = { root, state, ports, passwords: newPasswords(), otlpToken: state.otlpToken(), running };
    const parts = await startParts(setting);
    const tarball = await packInstrumentation(setting);
    const endpoints = endpointsOf(setting, parts);
    state.writeEndpoints(endpoints);
    printWhereToLook(endpoints, { tarball, adminPassword: parts.page.adminPassword, logs: state.in('logs') });
    await asked;
    say('ending …');
  } catch (error) {
    throw asUserError(error);
  } finally {
    state.removeEndpoints();
    await endAll(running);
  }
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

/** Resolves at the first Ctrl-C or SIGTERM. A second one does not hurry: what is running has to be ended in order. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
}

async function endAll(running: Running): Promise<void> {
  for (const part of running.reverse()) {
    await part.stop().catch((error: unknown) => console.error(`tokentrail: ${part.name} did not end well:`, error));
  }
}
