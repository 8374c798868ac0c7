import { readFileSync } from 'node:fs';
import { clickHouseLedger, httpTransport, type UsageLedger } from '@tokentrail/usage-store';
import { UserError } from './fail.ts';
import type { Endpoints, StoreEndpoint } from './up/state-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The ledger to read, under both of its readers' accounts: that of the environment where `TOKENTRAIL_LEDGER_URL` is set, else
 * that of the chain which runs here, from its endpoints file.
 */
export function readableLedger(env: Environment, endpointsFile: string): UsageLedger {
  const { ledger, attempts } = ofEnvironment(env) ?? ofFile(endpointsFile);
  return clickHouseLedger({ ledger: httpTransport(ledger), attempts: httpTransport(attempts) });
}

type Access = Record<'ledger' | 'attempts', Pick<StoreEndpoint, 'url' | 'user' | 'password'>>;

function ofEnvironment(env: Environment): Access | undefined {
  const url = env['TOKENTRAIL_LEDGER_URL'];
  if (!url) {
    return undefined;
  }
  const password = (name: string) => {
    const value = env[name];
    if (!value) {
      throw new UserError(`TOKENTRAIL_LEDGER_URL is set, and ${name} is not`);
    }
    return value;
  };
  return {
    ledger: { url, user: 'tokentrail_ledger_reader', password: password('TOKENTRAIL_LEDGER_READER_PASSWORD') },
    attempts: { url, user: 'tokentrail_attempts_reader', password: password('TOKENTRAIL_ATTEMPTS_READER_PASSWORD') },
  };
}

function ofFile(file: string): Access {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
  } catch {
    throw new UserError(`no ledger to read: nothing runs here (${file}), and TOKENTRAIL_LEDGER_URL is not set`);
  }
}
