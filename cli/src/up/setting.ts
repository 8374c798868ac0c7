import type { Ports } from './ports.ts';
import type { StateFolder, StorePasswords } from './state-folder.ts';
import type { Supervisor } from './supervisor.ts';

/** What each part of the chain is started with. */
export interface Setting {
  root: string;
  state: StateFolder;
  ports: Ports;
  passwords: StorePasswords;
  /** Demanded of each sender to the collector. */
  otlpToken: string;
  supervisor: Supervisor;
}
