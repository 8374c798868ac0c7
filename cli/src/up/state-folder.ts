import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';

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

  removeEndpoints(): void {
    rmSync(this.in('endpoints.json'), { force: true });
  }
}

export function newPasswords(): StorePasswords {
  const password = () => randomBytes(24).toString('base64url');
  return {
    tokentrail_writer: password(),
    tokentrail_repricer: password(),
    tokentrail_ledger_reader: password(),
    tokentrail_attempts_reader: password(),
    tokentrail_traces_reader: password(),
  };
}
