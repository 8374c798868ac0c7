/** Both stores and a folder for the tests of commands that change them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runShell, type CommandResult } from './run-shell.ts';
import { PASSWORDS, startTestStore, type TestStore } from './test-store.ts';

export interface CommandStores {
  ledger: TestStore;
  /** The ledger again if the file needs no traces store. */
  traces: TestStore;
  /** Where commands run. */
  folder: string;
  /** Runs a command line with the URLs and passwords of the stores; `env` has more variables, or others. */
  shell(command: string, env?: Readonly<Record<string, string>>): Promise<CommandResult>;
  /** Writes a file of the folder. */
  write(name: string, text: string): void;
}

const ENVIRONMENT = {
  TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
  TOKENTRAIL_ATTEMPTS_READER_PASSWORD: PASSWORDS.tokentrail_attempts_reader,
  TOKENTRAIL_SETTINGS_WRITER_PASSWORD: PASSWORDS.tokentrail_settings_writer,
  TOKENTRAIL_DATA_MANAGER_PASSWORD: PASSWORDS.tokentrail_data_manager,
};

/** Stores for all tests of a file. `fill` inserts their rows. The properties are set when the tests run. */
export function useCommandStores(
  fill: (stores: CommandStores) => Promise<void>,
  { withTraces = true } = {},
): CommandStores {
  jest.setTimeout(90_000);
  const stores = {
    shell: (command, env = {}) =>
      runShell(command, stores.folder, {
        ...ENVIRONMENT,
        TOKENTRAIL_LEDGER_URL: stores.ledger.engine.url,
        TOKENTRAIL_TRACES_URL: stores.traces.engine.url,
        ...env,
      }),
    write: (name, text) => writeFileSync(join(stores.folder, name), text),
  } as CommandStores;
  beforeAll(async () => {
    stores.folder = mkdtempSync(join(tmpdir(), 'tokentrail-command-'));
    const [ledger, traces] = await Promise.all([
      startTestStore('ledger'),
      withTraces ? startTestStore('traces') : null,
    ]);
    Object.assign(stores, { ledger, traces: traces ?? ledger });
    await fill(stores);
  }, 90_000);
  afterAll(async () => {
    await Promise.all([...new Set([stores.ledger, stores.traces])].map((store) => store.end()));
    rmSync(stores.folder, { recursive: true, force: true });
  }, 30_000);
  return stores;
}

/** Waits until `read` returns what is expected, because a store removes rows in the background. */
export async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  for (let waited = 0; waited < 60_000 && JSON.stringify(await read()) !== JSON.stringify(expected); waited += 200) {
    await sleep(200);
  }
  expect(await read()).toEqual(expected);
}
