import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { UserError } from '../fail.ts';
import type { Environment, Io } from '../io.ts';
import { endpointsFile, isLocalChain, ledgerAccess, type LedgerAccess } from '../ledger-access.ts';
import type { Endpoints } from '../up/state-folder.ts';
import type { GrafanaAccess } from './grafana-steps.ts';
import type { StoreAccount } from './ledger-steps.ts';

export interface DoctorOptions {
  /** A file with the environment of the app, `NAME=value` a line. */
  envFile?: string;
  /** The endpoints file of a chain on this machine. */
  endpoints?: string;
  /** UID of Grafana's data source. */
  dataSource: string;
  /** Seconds for the test record to arrive. */
  wait: string;
}

/** What is tested. What is undefined is not configured here. */
export interface Subject {
  app: { env: Environment; source: string };
  ledger?: StoreAccount;
  traces?: StoreAccount;
  grafana?: GrafanaAccess;
  waitMs: number;
}

const MAX_WAIT_S = 600;

/**
 * Reads the chain from the environment, or from the endpoints file of the chain on this machine.
 * @throws UserError if a file or an option cannot be read.
 */
export function doctorSubject(options: DoctorOptions, io: Io): Subject {
  const local = localEndpoints(options, io);
  const stores: LedgerAccess = isLocalChain(io.env) && local === undefined ? {} : ledgerAccess(io, options.endpoints);
  const grafanaUrl = io.env['TOKENTRAIL_GRAFANA_URL'] || local?.ui;
  return {
    app: appOf(options, io, local),
    ...(stores.ledger && { ledger: stores.ledger }),
    ...accountOfTraces(stores),
    ...(grafanaUrl && { grafana: grafanaOf(grafanaUrl, options, io) }),
    waitMs: waitOf(options.wait),
  };
}

function accountOfTraces({ traces }: LedgerAccess): Pick<Subject, 'traces'> {
  const { url, user, password } = traces ?? {};
  return url && user && password ? { traces: { url, user, password } } : {};
}

function localEndpoints({ endpoints }: DoctorOptions, io: Io): Endpoints | undefined {
  const file = endpoints ?? endpointsFile(io);
  if (!isLocalChain(io.env) || (endpoints === undefined && !existsSync(file))) {
    return undefined;
  }
  return ledgerAccess(io, file) as Endpoints;
}

/** The app of a chain on this machine is one that sends to it, unless the environment names another collector. */
function appOf({ envFile }: DoctorOptions, io: Io, local: Endpoints | undefined): Subject['app'] {
  const env = envFile === undefined ? io.env : environmentOf(envFile);
  const source = envFile ?? 'the environment';
  const namesCollector = [
    'TOKENTRAIL_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  ].some((name) => env[name]);
  if (namesCollector || local === undefined || envFile !== undefined) {
    return { env, source };
  }
  const { otlp, otlp_token: token } = local;
  return { env: { ...env, TOKENTRAIL_OTLP_ENDPOINT: otlp, TOKENTRAIL_OTLP_TOKEN: token }, source };
}

function environmentOf(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`--env-file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function grafanaOf(url: string, { dataSource }: DoctorOptions, { env }: Io): GrafanaAccess {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UserError('TOKENTRAIL_GRAFANA_URL is no URL: write one such as https://grafana.example/grafana');
  }
  return { url, token: env['TOKENTRAIL_GRAFANA_TOKEN'] || undefined, dataSource };
}

function waitOf(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (!(seconds <= MAX_WAIT_S)) {
    throw new UserError(`--wait ${text} cannot be read: write seconds from 0 to ${MAX_WAIT_S}`);
  }
  return seconds * 1000;
}
