import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { type SpanRow, spanRows, withoutContent } from './records.ts';

/** Turns the JSON text of rows into what is sent. Default: UTF-8. */
type Encode = (text: string) => string | Uint8Array<ArrayBuffer>;

interface Account {
  url: string;
  user: string;
  password: string;
}

/** Addresses and accounts with which other programs write to a store and read what they wrote. */
export interface StoreWriters {
  ledgerUrl: string;
  tracesUrl: string;
  /** The writer's account, at both. */
  user: string;
  password: string;
  ledgerReader: Account;
  attemptsReader: Account;
  repricer: Account;
}

/** Ledger and traces store on the real engine, with the calls of `records.ts`. */
export interface SeededStore {
  /** Settings that the data source needs to reach them. */
  secureJsonData: Record<string, string>;
  /** Hosts and passwords, none of which a page may show. */
  secrets: string[];
  /** Inserts further rows into the ledger; a row with the ids of another one is its newer version. */
  insert(rows: SpanRow[], encode?: Encode): Promise<void>;
  /** Inserts further rows into the traces store. */
  insertTraces(rows: SpanRow[]): Promise<void>;
  /** Inserts rows into both stores, as the collector does: into the ledger without their content. */
  insertWithContent(rows: SpanRow[], encode?: Encode): Promise<void>;
  writers: StoreWriters;
  /** Writes a setting of the ledger, as the command line does. */
  set(name: string, value: unknown): Promise<void>;
  stop(): Promise<void>;
}

const ACCOUNTS = {
  writer: 'tokentrail_writer',
  repricer: 'tokentrail_repricer',
  settings: 'tokentrail_settings_writer',
  ledger: 'tokentrail_ledger_reader',
  attempts: 'tokentrail_attempts_reader',
  traces: 'tokentrail_traces_reader',
} as const;

export async function startSeededStore(): Promise<SeededStore> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tokentrail-store-'));
  const secret = () => randomBytes(16).toString('hex');
  const passwords = {
    writer: secret(),
    repricer: secret(),
    settings: secret(),
    ledger: secret(),
    attempts: secret(),
    traces: secret(),
  };
  const byAccount = {
    [ACCOUNTS.writer]: passwords.writer,
    [ACCOUNTS.repricer]: passwords.repricer,
    [ACCOUNTS.settings]: passwords.settings,
    [ACCOUNTS.ledger]: passwords.ledger,
    [ACCOUNTS.attempts]: passwords.attempts,
    [ACCOUNTS.traces]: passwords.traces,
  };
  const start = (role: 'ledger' | 'traces') =>
    startEmbeddedClickHouse({ dataDir: path.join(dataDir, role), port: 0, role, passwords: byAccount });
  const [ledger, traces] = await Promise.all([start('ledger'), start('traces')]);
  const rows = spanRows(Date.now());
  const writer = { user: ACCOUNTS.writer, password: passwords.writer };
  await insert({ ...writer, url: ledger.url }, 'tokentrail_ledger.landing', rows.ledger);
  await insert({ ...writer, url: traces.url }, 'tokentrail_traces.otel_traces', rows.traces);
  return {
    secureJsonData: {
      ledgerUrl: ledger.url,
      ledgerUser: ACCOUNTS.ledger,
      ledgerPassword: passwords.ledger,
      attemptsUrl: ledger.url,
      attemptsUser: ACCOUNTS.attempts,
      attemptsPassword: passwords.attempts,
      tracesUrl: traces.url,
      tracesUser: ACCOUNTS.traces,
      tracesPassword: passwords.traces,
    },
    secrets: [...Object.values(passwords), new URL(ledger.url).host, new URL(traces.url).host],
    insertTraces: (more) => insert({ ...writer, url: traces.url }, 'tokentrail_traces.otel_traces', more),
    writers: {
      ledgerUrl: ledger.url,
      tracesUrl: traces.url,
      user: ACCOUNTS.writer,
      password: passwords.writer,
      ledgerReader: { url: ledger.url, user: ACCOUNTS.ledger, password: passwords.ledger },
      attemptsReader: { url: ledger.url, user: ACCOUNTS.attempts, password: passwords.attempts },
      repricer: { url: ledger.url, user: ACCOUNTS.repricer, password: passwords.repricer },
    },
    insertWithContent: async (more, encode) => {
      await insert({ ...writer, url: ledger.url }, 'tokentrail_ledger.landing', more.map(withoutContent), encode);
      await insert({ ...writer, url: traces.url }, 'tokentrail_traces.otel_traces', more, encode);
    },
    insert: (more, encode) => insert({ ...writer, url: ledger.url }, 'tokentrail_ledger.landing', more, encode),
    set: (name, value) =>
      insert({ url: ledger.url, user: ACCOUNTS.settings, password: passwords.settings }, 'tokentrail_ledger.settings', [
        { name, value: JSON.stringify(value), set_by: 'ann' },
      ]),
    stop: async () => {
      await Promise.all([ledger.stop(), traces.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Access {
  url: string;
  user: string;
  password: string;
}

async function insert(
  { url, user, password }: Access,
  table: string,
  rows: readonly object[],
  encode: Encode = (text) => text,
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const query = new URLSearchParams({ query: `INSERT INTO ${table} (${columns}) FORMAT JSONEachRow` });
  const response = await fetch(`${url}/?${query.toString()}`, {
    method: 'POST',
    headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
    body: encode(rows.map((row) => JSON.stringify(row)).join('\n')),
  });
  if (!response.ok) {
    throw new Error(`the store refused the records: ${await response.text()}`);
  }
}
