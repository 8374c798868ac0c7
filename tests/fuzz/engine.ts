/** The embedded engine as in production, with rows, for targets that need one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountName, StoreRole } from '@tokentrail/clickhouse';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import type { Canary } from './target.ts';

/** Passwords, none of which may be in any response. */
export const PASSWORDS: Readonly<Record<AccountName, string>> = {
  tokentrail_writer: 'writer-PLANTED-4711',
  tokentrail_repricer: 'repricer-PLANTED-4711',
  tokentrail_settings_writer: 'settings-PLANTED-4711',
  tokentrail_data_manager: 'retention-PLANTED-4711',
  tokentrail_ledger_reader: 'ledger-PLANTED-4711',
  tokentrail_attempts_reader: 'attempts-PLANTED-4711',
  tokentrail_traces_reader: 'traces-PLANTED-4711',
};
export const PLANTED = 'PLANTED-4711';
/** Occurs only in attempts, which the ledger reader must not see. */
export const IN_ATTEMPTS = 'attempt-mark-90210';
/** Occurs only in records, which the attempts reader must not see. */
export const IN_RECORDS = 'record-mark-60601';

export interface Engine extends EmbeddedClickHouse {
  port: number;
  /** Runs `sql` and resolves with status and body. */
  ask(account: AccountName, sql: string, body?: string): Promise<{ status: number; text: string }>;
}

export async function startEngine(role: StoreRole): Promise<Engine> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tokentrail-fuzz-engine-'));
  const engine = await startEmbeddedClickHouse({ dataDir, port: 0, role, passwords: PASSWORDS });
  return {
    ...engine,
    port: Number(new URL(engine.url).port),
    async ask(account, sql, body) {
      const url = new URL(engine.url);
      url.searchParams.set('default_format', 'JSONEachRow');
      if (body !== undefined) url.searchParams.set('query', sql);
      const response = await fetch(url, { method: 'POST', body: body ?? sql, headers: credentials(account) });
      return { status: response.status, text: await response.text() };
    },
    async stop() {
      await engine.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function credentials(account: AccountName): Record<string, string> {
  return { 'X-ClickHouse-User': account, 'X-ClickHouse-Key': PASSWORDS[account] };
}

const MINUTE_MS = 60_000;
/** A recent whole minute. The version of a record that arrives long after its start depends on its arrival, which differs between engines. */
const FIRST_START_MS = Math.floor(Date.now() / MINUTE_MS - 2) * MINUTE_MS;
export const FIRST_START = new Date(FIRST_START_MS).toISOString().replace('T', ' ').replace('Z', '000000');
const VERSION_MS = FIRST_START_MS + MINUTE_MS;
/** Version of every record that `seed` writes: rank 2, and its time. */
export const ENDED_VERSION = (2n << 56n) + BigInt(VERSION_MS);

export interface SeededRows {
  attemptsMark: string;
  recordsMark: string;
}

/** Writes a few records with attempts. Two engines seeded alike have identical rows. */
export async function seed(engine: Engine, { attemptsMark, recordsMark }: SeededRows): Promise<void> {
  const rows = Array.from({ length: 20 }, (_, id) => ({
    Timestamp: FIRST_START.replace('00.0', `${String(id).padStart(2, '0')}.0`),
    TraceId: id.toString(16).padStart(32, '0'),
    SpanId: id.toString(16).padStart(16, '0'),
    ServiceName: 'shop',
    Duration: 5_000_000,
    SpanAttributes: {
      'tokentrail.record.type': 'usage',
      'tokentrail.record.state': 'success',
      'tokentrail.record.version_unix_ms': String(VERSION_MS),
      'gen_ai.request.model': 'gpt-6',
      'user.id': `${recordsMark}-${id}`,
      'tokentrail.attempts': JSON.stringify([
        JSON.stringify({ index: 0, retry: 0, state: 'success', provider: 'openai', keyName: `${attemptsMark}-${id}` }),
      ]),
    },
  }));
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const sql = `INSERT INTO tokentrail_ledger.landing (${columns}) FORMAT JSONEachRow`;
  const { status, text } = await engine.ask(
    'tokentrail_writer',
    sql,
    rows.map((row) => JSON.stringify(row)).join('\n'),
  );
  if (status !== 200) throw new Error(`The engine cannot be filled: ${text}`);
}

/** The request of another client, which reads one row. */
export function selectCanary(engine: Engine, account: AccountName): Canary {
  const sql =
    account === 'tokentrail_attempts_reader' ? 'SELECT count() FROM attempts' : 'SELECT count() FROM usage_records';
  return { url: engine.url, method: 'POST', headers: credentials(account), body: `${sql} FORMAT JSON` };
}
