import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { collectorBinary, startCollector, type RunningCollector } from '@tokentrail/collector-config';
import { AUTH_CONFIG_FILE, COLLECTOR_CONFIG_FILES, collectorConfigPath } from '../../collector-config/src/files.ts';
import { startRecordingStore, type RecordingStore } from './recording-store.ts';

/** A URL without a listener: an unreachable store. */
export const AWAY = 'http://127.0.0.1:1';

export interface Chain {
  collector: RunningCollector;
  ledger: RecordingStore;
  traces: RecordingStore;
}

/** A folder that is removed after the test. */
export function scratchFolder(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-collector-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let configFiles: readonly string[] = COLLECTOR_CONFIG_FILES;

/** Lets the collectors of this process run with other configuration files than the default. */
export function useConfigFiles(names: readonly string[]): void {
  configFiles = names;
}

export interface CollectorSetup {
  dataDir: string;
  ledgerUrl: string;
  tracesUrl: string;
  otlpListen?: string;
  otlpToken?: string;
  /** Path of a further configuration file, which comes last. */
  ownConfigFile?: string;
  ledgerQueueBytes?: number;
  onWarning?: (line: string) => void;
}

/** A collector that is stopped after the test. */
export async function collector(test: TestContext, setup: CollectorSetup): Promise<RunningCollector> {
  const running = await startCollector({
    binary: await collectorBinary(),
    dataDir: setup.dataDir,
    configFiles: [
      ...[...configFiles, ...(setup.otlpToken === undefined ? [] : [AUTH_CONFIG_FILE])].map(collectorConfigPath),
      ...(setup.ownConfigFile === undefined ? [] : [setup.ownConfigFile]),
    ],
    env: {
      TOKENTRAIL_LEDGER_ENDPOINT: setup.ledgerUrl,
      TOKENTRAIL_LEDGER_USER: 'tokentrail_writer',
      TOKENTRAIL_LEDGER_PASSWORD: '0123',
      TOKENTRAIL_TRACES_ENDPOINT: setup.tracesUrl,
      TOKENTRAIL_TRACES_USER: 'tokentrail_writer',
      TOKENTRAIL_TRACES_PASSWORD: '4567',
      ...(setup.otlpListen === undefined ? {} : { TOKENTRAIL_OTLP_LISTEN: setup.otlpListen }),
      ...(setup.otlpToken === undefined ? {} : { TOKENTRAIL_OTLP_TOKEN: setup.otlpToken }),
      ...(setup.ledgerQueueBytes === undefined
        ? {}
        : { TOKENTRAIL_LEDGER_QUEUE_BYTES: String(setup.ledgerQueueBytes) }),
    },
    ...(setup.onWarning === undefined ? {} : { onWarning: setup.onWarning }),
  });
  test.after(() => running.stop());
  return running;
}

/** A collector between two recording stores. */
export async function chain(
  test: TestContext,
  more: Pick<CollectorSetup, 'otlpToken' | 'ownConfigFile'> = {},
): Promise<Chain> {
  const [ledger, traces] = [await store(test), await store(test)];
  const setup = { dataDir: scratchFolder(test), ledgerUrl: ledger.url, tracesUrl: traces.url, ...more };
  const running = await collector(test, setup);
  return { collector: running, ledger, traces };
}

/** A recording store that is closed after the test. */
export async function store(test: TestContext, port = 0): Promise<RecordingStore> {
  const started = await startRecordingStore(port);
  test.after(() => started.close());
  return started;
}

/** Waits until `condition` holds. Fails with `what` after 20 s. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`Timed out after 20 s: ${what}`);
    }
    await sleep(50);
  }
}

/** Bytes of the queue file of one exporter, one character per byte. */
export function queueFile(dataDir: string, exporter: 'ledger' | 'traces'): string {
  const folder = join(dataDir, 'queue');
  const name = readdirSync(folder).find((file) => file === `exporter_clickhouse_${exporter}_traces`);
  return name === undefined ? '' : readFileSync(join(folder, name), 'latin1');
}
