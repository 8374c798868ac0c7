/** Shared helpers of this folder's tests: a real engine on a folder of its own, and requests to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountName, StoreRole } from '@tokentrail/clickhouse';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '../../packages/embedded-clickhouse/src/start.ts';

export const PASSWORDS: Readonly<Record<AccountName, string>> = {
  tokentrail_writer: 'writer secret',
  tokentrail_repricer: 'repricer secret',
  tokentrail_settings_writer: 'settings secret',
  tokentrail_data_manager: 'data manager secret',
  tokentrail_ledger_reader: 'ledger secret',
  tokentrail_attempts_reader: 'attempts secret',
  tokentrail_traces_reader: 'traces secret',
};

export interface ResponseReader {
  status: number;
  /** X-ClickHouse-Exception-Code. */
  code: string | null;
  headers: Headers;
  text: string;
}

export interface AskOptions {
  account?: AccountName;
  parameters?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface TestStore {
  dataDir: string;
  engine: EmbeddedClickHouse;
  /**
   * Runs `sql` as the ledger reader or another account. The response is JSONEachRow if the statement names no format.
   */
  ask(sql: string, options?: AskOptions): Promise<ResponseReader>;
  /** Returns the rows of a SELECT; throws if it fails. */
  rows(sql: string, account?: AccountName): Promise<Record<string, unknown>[]>;
  /** Inserts `rows` as the writer; throws if it fails. */
  insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void>;
  /** Stops the engine and removes its folder. */
  end(): Promise<void>;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tokentrail-engine-'));
}

export async function startTestStore(
  role: StoreRole,
  dataDir = temporaryFolder(),
  { hideMargin = false } = {},
): Promise<TestStore> {
  const engine = await startEmbeddedClickHouse({ dataDir, port: 0, role, passwords: PASSWORDS, hideMargin });
  const ask = (sql: string, options: AskOptions = {}): Promise<ResponseReader> => askAt(engine.url, sql, options);
  return {
    dataDir,
    engine,
    ask,
    async rows(sql, account = role === 'ledger' ? 'tokentrail_ledger_reader' : 'tokentrail_traces_reader') {
      const responseBody = succeeded(await ask(sql, { account }));
      return responseBody.text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    async insert(table, rows) {
      const columns = Object.keys(rows[0] ?? {}).map((name) => `\`${name}\``);
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT JSONEachRow`;
      const body = rows.map((row) => JSON.stringify(row)).join('\n');
      succeeded(await ask(sql, { account: 'tokentrail_writer', body }));
    },
    async end() {
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A store for all tests of a file: started before the first one, removed after the last one. */
export function useTestStore(role: StoreRole): Pick<TestStore, 'ask' | 'rows' | 'insert'> {
  // Several inserts per test, on an engine that shares the machine.
  jest.setTimeout(30_000);
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(role);
  }, 60_000);
  afterAll(() => store.end(), 30_000);
  return {
    ask: (...asked) => store.ask(...asked),
    rows: (...asked) => store.rows(...asked),
    insert: (...inserted) => store.insert(...inserted),
  };
}

async function askAt(base: string, sql: string, options: AskOptions): Promise<ResponseReader> {
  const account = options.account ?? 'tokentrail_ledger_reader';
  const url = new URL(base);
  // A long query is sent in the body, as clients do.
  const inUrl = options.body !== undefined;
  const parameters = { default_format: 'JSONEachRow', ...options.parameters, ...(inUrl ? { query: sql } : {}) };
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, value);
  }
  const response = await fetch(url, {
    method: 'POST',
    body: options.body ?? sql,
    headers: { 'X-ClickHouse-User': account, 'X-ClickHouse-Key': PASSWORDS[account], ...options.headers },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return {
    status: response.status,
    code: response.headers.get('X-ClickHouse-Exception-Code'),
    headers: response.headers,
    text: await response.text(),
  };
}

function succeeded(responseBody: ResponseReader): ResponseReader {
  if (responseBody.status !== 200) {
    throw new Error(`${responseBody.status}: ${responseBody.text}`);
  }
  return responseBody;
}

/** A row of the landing table: one ended usage record with additional `attributes`. */
export function landingRow(id: number, attributes: Record<string, string> = {}, span: Record<string, unknown> = {}) {
  return {
    Timestamp: new Date(Date.now() - 60_000 + id).toISOString().replace('T', ' ').replace('Z', ''),
    TraceId: id.toString(16).padStart(32, '0'),
    SpanId: id.toString(16).padStart(16, '0'),
    ServiceName: 'shop',
    Duration: 5_000_000,
    SpanAttributes: { 'tokentrail.record.type': 'usage', 'tokentrail.record.state': 'success', ...attributes },
    ...span,
  };
}
