import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountName } from '@tokentrail/clickhouse';
import { collectorBinary, startCollector, type RunningCollector } from '@tokentrail/collector-config';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import {
  clickHouseLedger,
  clickHouseTraceReader,
  httpTransport,
  type ClickHouseTransport,
  type ListRequest,
  type TraceReader,
  type UsageLedger,
} from '@tokentrail/usage-store';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { LedgerEntry } from './reconcile.ts';

export type StoreRole = 'ledger' | 'traces';

/** A span in the traces store. */
export interface StoredSpan {
  traceId: string;
  name: string;
  service: string;
  /** Name of the instrumentation that made it. */
  scope: string;
}

/** Longer than any test and shorter than the ledger's retention, ms. */
const RANGE_MS = 24 * 3_600_000;

/** The chain on real parts: a collector and two embedded engines, one process each, in a temporary folder. */
export class Chain {
  readonly folder = mkdtempSync(join(tmpdir(), 'tokentrail-chain-'));
  readonly ledger: UsageLedger;
  readonly traces: TraceReader;
  readonly otlpUrl: string;
  readonly #ports: Readonly<Record<StoreRole | 'otlp', number>>;
  readonly #passwords: Readonly<Record<AccountName, string>> = {
    tokentrail_writer: secret(),
    tokentrail_repricer: secret(),
    tokentrail_settings_writer: secret(),
    tokentrail_data_manager: secret(),
    tokentrail_ledger_reader: secret(),
    tokentrail_attempts_reader: secret(),
    tokentrail_traces_reader: secret(),
  };
  readonly #stores = new Map<StoreRole, EmbeddedClickHouse>();
  #collector: RunningCollector | null = null;

  /** Token that the collector requires; undefined: none. */
  readonly #otlpToken: string | undefined;

  private constructor(ports: Readonly<Record<StoreRole | 'otlp', number>>, otlpToken: string | undefined) {
    this.#ports = ports;
    this.#otlpToken = otlpToken;
    this.otlpUrl = `http://127.0.0.1:${ports.otlp}`;
    this.ledger = clickHouseLedger({
      ledger: this.#transport('ledger', 'tokentrail_ledger_reader'),
      attempts: this.#transport('ledger', 'tokentrail_attempts_reader'),
    });
    this.traces = clickHouseTraceReader({ traces: this.#transport('traces', 'tokentrail_traces_reader') });
  }

  static async start({ otlpToken }: { otlpToken?: string } = {}): Promise<Chain> {
    const [ledger, traces, otlp] = await freePorts(3);
    const chain = new Chain({ ledger, traces, otlp } as Record<StoreRole | 'otlp', number>, otlpToken);
    try {
      await Promise.all([chain.startStore('ledger'), chain.startStore('traces')]);
      await chain.startCollector();
    } catch (error) {
      await chain.stop();
      throw error;
    }
    return chain;
  }

  dataDir(role: StoreRole): string {
    return join(this.folder, role);
  }

  get collectorDir(): string {
    return join(this.folder, 'collector');
  }

  /** Starts a store on the same port and data as before, after it was killed or stopped. */
  async startStore(role: StoreRole): Promise<void> {
    const options = { dataDir: this.dataDir(role), port: this.#ports[role], role, passwords: this.#passwords };
    this.#stores.set(role, await startEmbeddedClickHouse(options));
  }

  async stopStore(role: StoreRole): Promise<void> {
    await this.#stores.get(role)?.stop();
    this.#stores.delete(role);
  }

  /** Kills a store with SIGKILL, like the kernel when memory runs out. */
  async killStore(role: StoreRole): Promise<void> {
    const store = this.#stores.get(role);
    this.#stores.delete(role);
    if (store !== undefined) {
      await kill(store.pid);
    }
  }

  async startCollector(): Promise<void> {
    this.#collector = await startCollector({
      binary: await collectorBinary(),
      dataDir: this.collectorDir,
      env: {
        TOKENTRAIL_OTLP_LISTEN: `127.0.0.1:${this.#ports.otlp}`,
        ...(this.#otlpToken !== undefined && { TOKENTRAIL_OTLP_TOKEN: this.#otlpToken }),
        TOKENTRAIL_LEDGER_ENDPOINT: this.#url('ledger'),
        TOKENTRAIL_LEDGER_USER: 'tokentrail_writer',
        TOKENTRAIL_LEDGER_PASSWORD: this.#passwords.tokentrail_writer,
        TOKENTRAIL_TRACES_ENDPOINT: this.#url('traces'),
        TOKENTRAIL_TRACES_USER: 'tokentrail_writer',
        TOKENTRAIL_TRACES_PASSWORD: this.#passwords.tokentrail_writer,
      },
    });
  }

  async stopCollector(): Promise<void> {
    await this.#collector?.stop();
    this.#collector = null;
  }

  async killCollector(): Promise<void> {
    const collector = this.#collector;
    this.#collector = null;
    if (collector !== null) {
      await kill(collector.pid);
    }
  }

  /** All records of the last day, newest first. */
  async records(filter: ListRequest['filter'] = {}): Promise<UsageRecord[]> {
    const now = Date.now();
    const request = { range: { fromMs: now - RANGE_MS, toMs: now + 60_000 }, filter, limit: 500 };
    const records: UsageRecord[] = [];
    let before: RecordKey | null = null;
    do {
      const { records: some, next } = await this.ledger.list({ ...request, ...(before && { before }) });
      records.push(...some);
      before = next;
    } while (before !== null);
    return records;
  }

  async totals() {
    const now = Date.now();
    return this.ledger.totals({ range: { fromMs: now - RANGE_MS, toMs: now + 60_000 }, filter: {} });
  }

  /** All records with their attempts. */
  async entries(): Promise<LedgerEntry[]> {
    const records = await this.records();
    const attempts = await this.ledger.attemptsOf(records);
    return records.map((record, i) => ({ record, attempts: attempts[i] ?? [] }));
  }

  /** The environment that a program needs to read both stores. */
  readerEnvironment(): Record<string, string> {
    return {
      TOKENTRAIL_LEDGER_URL: this.#url('ledger'),
      TOKENTRAIL_LEDGER_READER_PASSWORD: this.#passwords.tokentrail_ledger_reader,
      TOKENTRAIL_ATTEMPTS_READER_PASSWORD: this.#passwords.tokentrail_attempts_reader,
      TOKENTRAIL_TRACES_URL: this.#url('traces'),
      TOKENTRAIL_TRACES_READER_PASSWORD: this.#passwords.tokentrail_traces_reader,
    };
  }

  /** The additional environment that a program needs to reprice records. */
  repricerEnvironment(): Record<string, string> {
    return { ...this.readerEnvironment(), TOKENTRAIL_LEDGER_REPRICER_PASSWORD: this.#passwords.tokentrail_repricer };
  }

  /** The environment in which every command of the CLI, and Grafana's provisioning, reach both stores. */
  operatorEnvironment(): Record<string, string> {
    return {
      ...this.repricerEnvironment(),
      TOKENTRAIL_TRACES_URL: this.#url('traces'),
      TOKENTRAIL_TRACES_READER_PASSWORD: this.#passwords.tokentrail_traces_reader,
      TOKENTRAIL_SETTINGS_WRITER_PASSWORD: this.#passwords.tokentrail_settings_writer,
      TOKENTRAIL_DATA_MANAGER_PASSWORD: this.#passwords.tokentrail_data_manager,
    };
  }

  /** Writes directly to the ledger, past the collector, like anyone with the writer's password. */
  ledgerWriter(): ClickHouseTransport {
    return this.#transport('ledger', 'tokentrail_writer');
  }

  /** What ClickHouse's parser finds wrong in a statement; empty if it can be parsed. Only for statements that no reader may run. */
  async syntaxProblem(statement: string): Promise<string> {
    const { body } = await this.#transport('ledger', 'tokentrail_ledger_reader')({ query: {}, sql: statement });
    return body.includes('Code: 62.') ? body : '';
  }

  /** All spans in the traces store. */
  async spans(): Promise<StoredSpan[]> {
    const sql = `SELECT TraceId AS traceId, SpanName AS name, ServiceName AS service, ScopeName AS scope
      FROM tokentrail_traces.otel_traces FORMAT JSONEachRow`;
    const { status, body } = await this.#transport('traces', 'tokentrail_traces_reader')({ query: {}, sql });
    if (status !== 200) {
      throw new Error(`the traces store refused: ${body}`);
    }
    return body
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as StoredSpan);
  }

  async stop(): Promise<void> {
    await this.stopCollector();
    await this.stopStore('ledger');
    await this.stopStore('traces');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #url(role: StoreRole): string {
    return `http://127.0.0.1:${this.#ports[role]}`;
  }

  #transport(role: StoreRole, user: AccountName) {
    return httpTransport({ url: this.#url(role), user, password: this.#passwords[user] });
  }
}

function secret(): string {
  return randomBytes(16).toString('hex');
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) {
    await sleep(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
