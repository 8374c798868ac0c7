import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  StoreError,
  clickHouseLedger,
  clickHouseTraceReader,
  httpTransport,
  type ClickHouseTransport,
  type StoreErrorKind,
  type TraceReader,
  type UsageLedger,
} from '@tokentrail/usage-store';
import type { RepricerStores } from './audit/repricer.ts';
import { UserError } from './fail.ts';
import type { Environment, Io } from './io.ts';
import type { Endpoints, StoreEndpoint } from './up/state-folder.ts';

/**
 * URL and accounts of the ledger. The reader of attempts reads everything, also if the ledger hides margins from viewers. Accounts
 * whose password is not set are absent; one of the readers is there.
 */
export interface LedgerAccess {
  ledger?: Account;
  attempts?: Account;
  repricer?: Account;
  settings?: Account;
  dataManager?: Account;
  /** The traces store; absent: at the URL of the ledger. Without `user` and `password` nothing is read there. */
  traces?: Pick<Account, 'url'> & Partial<Account>;
}

type Account = Pick<StoreEndpoint, 'url' | 'user' | 'password'>;

/**
 * Reads the access from the environment if `TOKENTRAIL_LEDGER_URL` is set, otherwise from the endpoints file of the chain
 * that runs on this machine.
 * @param endpoints Default: `.tokentrail/endpoints.json` in the current folder or one above it.
 * @throws UserError if neither is there, or a password is missing.
 */
export function ledgerAccess(io: Io, endpoints: string | undefined): LedgerAccess {
  return fromEnvironment(io.env) ?? fromFile(endpoints ?? endpointsFile(io), io);
}

/** The endpoints file of the chain that runs in the current folder or one above it. It may be missing. */
export function endpointsFile({ cwd }: Io): string {
  return join(chainFolder(cwd) ?? cwd, ENDPOINTS);
}

/** The folder from which a chain runs: `from` or one above it; undefined if none runs. */
export function chainFolder(from: string): string | undefined {
  if (existsSync(join(from, ENDPOINTS))) {
    return from;
  }
  const above = dirname(from);
  return above === from ? undefined : chainFolder(above);
}

const ENDPOINTS = join('.tokentrail', 'endpoints.json');

/** True if the access comes from the endpoints file of the chain on this machine. */
export function isLocalChain(env: Environment): boolean {
  return !env['TOKENTRAIL_LEDGER_URL'];
}

/**
 * The account that reads records: the one that also reads attempts, if its password is set.
 * @throws UserError if no reader's password is set.
 */
export function recordAccount({ ledger, attempts }: LedgerAccess): Account {
  const account = attempts ?? ledger;
  if (account === undefined) {
    throw missingPassword(LEDGER_PASSWORD);
  }
  return account;
}

/**
 * Opens the ledger for reading records, without their attempts.
 * @throws UserError if no reader's password is set.
 */
export function recordLedger(access: LedgerAccess): UsageLedger {
  const reader = httpTransport(recordAccount(access));
  return clickHouseLedger({ ledger: reader, attempts: reader });
}

/**
 * Opens the ledger for reading, with attempts.
 * @throws UserError if the password of their account is not set.
 */
export function readableLedger(access: LedgerAccess): UsageLedger {
  const reader = readerOfAll(access);
  return clickHouseLedger({ ledger: reader, attempts: reader });
}

/**
 * Opens the ledger for repricing, with the only account that may insert new prices.
 * @throws UserError if its password, or that of the reader of attempts, is not set.
 */
export function repricerStores({ attempts, repricer }: LedgerAccess): RepricerStores {
  if (repricer === undefined) {
    throw new UserError(`nothing may be written: set ${REPRICER_PASSWORD}, the password of tokentrail_repricer`);
  }
  if (attempts === undefined) {
    throw missingPassword(ATTEMPTS_PASSWORD);
  }
  return { ledger: httpTransport(attempts), repricer: httpTransport(repricer) };
}

/**
 * Opens the ledger for writing settings.
 * @throws UserError if the password of their account is not set.
 */
export function settingsWriter({ settings }: LedgerAccess): ClickHouseTransport {
  if (settings === undefined) {
    throw new UserError(`nothing may be written: set ${SETTINGS_PASSWORD}, the password of tokentrail_settings_writer`);
  }
  return httpTransport(settings);
}

/**
 * Opens the ledger for reading all columns.
 * @throws UserError if the password of the reader of attempts is not set.
 */
export function readerOfAll(access: LedgerAccess): ClickHouseTransport {
  return httpTransport(attemptsAccount(access));
}

/**
 * The account that reads all columns and attempts.
 * @throws UserError if its password is not set.
 */
export function attemptsAccount({ attempts }: LedgerAccess): Account {
  if (attempts === undefined) {
    throw missingPassword(ATTEMPTS_PASSWORD);
  }
  return attempts;
}

/**
 * Opens both stores for removing data, and for stating it in the settings.
 * @throws UserError if the password of the account is not set.
 */
export function dataManagerStores(access: LedgerAccess) {
  const account = dataManagerAccount(access);
  return {
    ledger: httpTransport(account),
    traces: httpTransport({ ...account, url: access.traces?.url ?? account.url }),
  };
}

/**
 * The account that removes and restores data.
 * @throws UserError if its password is not set.
 */
export function dataManagerAccount({ dataManager }: LedgerAccess): Account {
  if (dataManager === undefined) {
    throw new UserError(
      `nothing may be changed: set ${DATA_MANAGER_PASSWORD}, the password of tokentrail_data_manager`,
    );
  }
  return dataManager;
}

/**
 * Opens the traces store for reading content.
 * @throws UserError if the password of its reader is not set.
 */
export function contentReader({ traces }: LedgerAccess): TraceReader {
  const { url, user, password } = traces ?? {};
  if (url === undefined || user === undefined || password === undefined) {
    throw new UserError(`content cannot be read: set ${TRACES_PASSWORD}, the password of tokentrail_traces_reader`);
  }
  return clickHouseTraceReader({ traces: httpTransport({ url, user, password }) });
}

const TRACES_PASSWORD = 'TOKENTRAIL_TRACES_READER_PASSWORD';
const LEDGER_PASSWORD = 'TOKENTRAIL_LEDGER_READER_PASSWORD';
const ATTEMPTS_PASSWORD = 'TOKENTRAIL_ATTEMPTS_READER_PASSWORD';
const REPRICER_PASSWORD = 'TOKENTRAIL_LEDGER_REPRICER_PASSWORD';
const DATA_MANAGER_PASSWORD = 'TOKENTRAIL_DATA_MANAGER_PASSWORD';
const SETTINGS_PASSWORD = 'TOKENTRAIL_SETTINGS_WRITER_PASSWORD';

function fromEnvironment(env: Environment): LedgerAccess | undefined {
  const url = env['TOKENTRAIL_LEDGER_URL'];
  if (!url) {
    return undefined;
  }
  const ledger = env[LEDGER_PASSWORD];
  const attempts = env[ATTEMPTS_PASSWORD];
  const repricer = env[REPRICER_PASSWORD];
  const settings = env[SETTINGS_PASSWORD];
  const dataManager = env[DATA_MANAGER_PASSWORD];
  const tracesUrl = env['TOKENTRAIL_TRACES_URL'];
  const traces = env[TRACES_PASSWORD];
  return {
    ...(ledger && { ledger: { url, user: 'tokentrail_ledger_reader', password: ledger } }),
    ...(attempts && { attempts: { url, user: 'tokentrail_attempts_reader', password: attempts } }),
    ...(repricer && { repricer: { url, user: 'tokentrail_repricer', password: repricer } }),
    ...(settings && { settings: { url, user: 'tokentrail_settings_writer', password: settings } }),
    ...(dataManager && { dataManager: { url, user: 'tokentrail_data_manager', password: dataManager } }),
    ...((tracesUrl || traces) && {
      traces: { url: tracesUrl || url, ...(traces && { user: 'tokentrail_traces_reader', password: traces }) },
    }),
  };
}

function missingPassword(name: string): UserError {
  return new UserError(`TOKENTRAIL_LEDGER_URL is set, but ${name} is not: set it to the password of that account`);
}

function fromFile(file: string, { secrets }: Io): LedgerAccess {
  try {
    const endpoints = JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
    for (const endpoint of Object.values(endpoints) as unknown[]) {
      const { password } = (endpoint ?? {}) as { password?: unknown };
      if (typeof password === 'string') {
        secrets?.add(password);
      }
    }
    return endpoints;
  } catch {
    throw new UserError(
      `no ledger to read: nothing runs here (no ${file}), and TOKENTRAIL_LEDGER_URL is not set. ` +
        'Start a chain (npm start), or set the URL of a ledger and its passwords (cli/README.md)',
    );
  }
}

/** What to check on this command line. The messages of the store are written for Grafana's data source settings. */
const HINTS: { [K in StoreErrorKind]?: string } = {
  unreachable:
    'check that it runs, and check its URL: TOKENTRAIL_LEDGER_URL (such as http://host:8123), or the endpoints file',
  credentials: 'it rejected a user or password: check TOKENTRAIL_LEDGER_…_PASSWORD, or the endpoints file',
};

/** Throws a `StoreError` as a `UserError` that says what to check; any other error unchanged. */
export function throwLedgerError(error: unknown): never {
  throw error instanceof StoreError
    ? new UserError(`the ledger cannot be read: ${HINTS[error.kind] ?? error.message}`)
    : error;
}
