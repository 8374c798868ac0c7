import type { Ports } from './ports.ts';
import type { StateFolder, StorePasswords } from './state-folder.ts';
import type { Supervisor } from './supervisor.ts';

/** Common input of the functions that start the parts of the chain. */
export interface Setting {
  root: string;
  state: StateFolder;
  ports: Ports;
  passwords: StorePasswords;
  /** Bearer token that the collector requires of every sender. */
  otlpToken: string;
  supervisor: Supervisor;
}
