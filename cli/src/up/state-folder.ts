import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../fail.ts';

/** Passwords of the store accounts, generated at each start. */
export interface StorePasswords {
  tokentrail_writer: string;
  tokentrail_repricer: string;
  tokentrail_settings_writer: string;
  tokentrail_data_manager: string;
  tokentrail_ledger_reader: string;
  tokentrail_attempts_reader: string;
  tokentrail_traces_reader: string;
}

export interface StoreEndpoint {
  kind: 'clickhouse';
  url: string;
  user: string;
  password: string;
}

/** Content of `.tokentrail/endpoints.json`: URLs and accounts of the running chain, for scripts. */
export interface Endpoints {
  ui: string;
  ui_viewer: string | null;
  otlp: string;
  /** Token that the collector requires; senders set it as TOKENTRAIL_OTLP_TOKEN. */
  otlp_token: string;
  ledger: StoreEndpoint;
  attempts: StoreEndpoint;
  /** The ledger with the account that may write repriced rows. */
  repricer: StoreEndpoint;
  /** The ledger with the account that may write settings. */
  settings: StoreEndpoint;
  /** The ledger with the account that removes data; the traces store has it too. */
  dataManager: StoreEndpoint;
  traces: StoreEndpoint;
  prometheus: string | null;
  gateway: string;
  service: string;
}

/** The folder `.tokentrail`: data, logs and endpoints. Only its owner may read it. */
export class StateFolder {
  readonly path: string;

  constructor(root: string) {
    this.path = join(root, '.tokentrail');
    for (const folder of ['', 'ledger', 'traces', 'collector', 'logs', 'prometheus', 'grafana']) {
      mkdirSync(join(this.path, folder), { recursive: true, mode: 0o700 });
    }
    chmodSync(this.path, 0o700);
  }

  in(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  log(name: string): string {
    return this.in('logs', `${name}.log`);
  }

  writeEndpoints(endpoints: Endpoints): void {
    writeFileSync(this.in('endpoints.json'), `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  }

  /**
   * Token that the collector requires. It is generated once and kept, because programs store it in their configuration.
   * @throws UserError if the file contains no valid token.
   */
  otlpToken(): string {
    const path = this.in('otlp-token');
    if (!existsSync(path)) {
      writeFileSync(path, `${randomSecret()}\n`, { mode: 0o600 });
    }
    chmodSync(path, 0o600);
    const token = readFileSync(path, 'utf8').trim();
    if (!/^[\x21-\x7e]{16,}$/.test(token)) {
      throw new UserError(
        `${path} contains no valid token: 16 or more visible ASCII characters, no spaces. Remove it to have a new one generated.`,
      );
    }
    return token;
  }

  removeEndpoints(): void {
    rmSync(this.in('endpoints.json'), { force: true });
  }
}

export function newPasswords(): StorePasswords {
  return {
    tokentrail_writer: randomSecret(),
    tokentrail_repricer: randomSecret(),
    tokentrail_settings_writer: randomSecret(),
    tokentrail_data_manager: randomSecret(),
    tokentrail_ledger_reader: randomSecret(),
    tokentrail_attempts_reader: randomSecret(),
    tokentrail_traces_reader: randomSecret(),
  };
}

function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}
