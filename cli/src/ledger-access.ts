import { readFileSync } from 'node:fs';
import { clickHouseLedger, httpTransport, type UsageLedger } from '@tokentrail/usage-store';
import type { RepricerStores } from './audit/repricer.ts';
import { UserError } from './fail.ts';
import type { Endpoints, StoreEndpoint } from './up/state-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * URL and accounts of the ledger. The reader of attempts reads everything, also if the ledger hides margins from viewers. `repricer`
 * is absent if its password is not set.
 */
export type LedgerAccess = { attempts: Account; repricer?: Account };

type Account = Pick<StoreEndpoint, 'url' | 'user' | 'password'>;

/**
 * Reads the access from the environment if `TOKENTRAIL_LEDGER_URL` is set, otherwise from the endpoints file of the chain
 * that runs on this machine.
 * @throws UserError if neither is there, or a password is missing.
 */
export function ledgerAccess(env: Environment, endpointsFile: string): LedgerAccess {
  return fromEnvironment(env) ?? fromFile(endpointsFile);
}

/** Opens the ledger for reading. */
export function readableLedger({ attempts }: LedgerAccess): UsageLedger {
  const reader = httpTransport(attempts);
  return clickHouseLedger({ ledger: reader, attempts: reader });
}

/**
 * Opens the ledger for repricing, with the only account that may insert new prices.
 * @throws UserError if its password is not set.
 */
export function repricerStores({ attempts, repricer }: LedgerAccess): RepricerStores {
  if (repricer === undefined) {
    throw new UserError(`nothing may be written: set ${REPRICER_PASSWORD}, the password of tokentrail_repricer`);
  }
  return { ledger: httpTransport(attempts), repricer: httpTransport(repricer) };
}

const REPRICER_PASSWORD = 'TOKENTRAIL_LEDGER_REPRICER_PASSWORD';

function fromEnvironment(env: Environment): LedgerAccess | undefined {
  const url = env['TOKENTRAIL_LEDGER_URL'];
  if (!url) {
    return undefined;
  }
  const password = (name: string) => {
    const value = env[name];
    if (!value) {
      throw new UserError(`TOKENTRAIL_LEDGER_URL is set, but ${name} is not: set it to the password of that account`);
    }
    return value;
  };
  const repricer = env[REPRICER_PASSWORD];
  return {
    attempts: { url, user: 'tokentrail_attempts_reader', password: password('TOKENTRAIL_ATTEMPTS_READER_PASSWORD') },
    ...(repricer && { repricer: { url, user: 'tokentrail_repricer', password: repricer } }),
  };
}

function fromFile(file: string): LedgerAccess {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
  } catch {
    throw new UserError(
      `no ledger to read: nothing runs here (no ${file}), and TOKENTRAIL_LEDGER_URL is not set. ` +
        'Start a chain (npm start), or set the URL of a ledger and its passwords (cli/README.md)',
    );
  }
}
