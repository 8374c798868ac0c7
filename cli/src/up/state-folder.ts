import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../fail.ts';

/** Passwords of the store accounts, made anew at each start. */
export interface StorePasswords {
  tokentrail_writer: string;
  tokentrail_repricer: string;
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

/** `.tokentrail/endpoints.json`: where everything is while the product runs, for scripts. */
export interface Endpoints {
  ui: string;
  ui_viewer: string | null;
  otlp: string;
  /** What the collector demands of senders: TOKENTRAIL_OTLP_TOKEN of a program. */
  otlp_token: string;
  ledger: StoreEndpoint;
  attempts: StoreEndpoint;
  /** The ledger under the account that may price later what had no price. */
  repricer: StoreEndpoint;
  traces: StoreEndpoint;
  prometheus: string | null;
  gateway: string;
}

/** The folder that holds data, logs and addresses. Only its owner may look into it. */
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

  /** The token that the collector demands. Made once: programs keep it in their own configuration. */
  otlpToken(): string {
    const path = this.in('otlp-token');
    if (!existsSync(path)) {
      writeFileSync(path, `${randomSecret()}\n`, { mode: 0o600 });
    }
    chmodSync(path, 0o600);
    const token = readFileSync(path, 'utf8').trim();
    if (!/^[\x21-\x7e]{16,}$/.test(token)) {
      throw new UserError(
        `${path} holds no token: 16 visible ASCII characters or more, without a space. Remove it, and a new one is made.`,
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
    tokentrail_ledger_reader: randomSecret(),
    tokentrail_attempts_reader: randomSecret(),
    tokentrail_traces_reader: randomSecret(),
  };
}

function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}
