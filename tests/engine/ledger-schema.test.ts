import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ledgerStatements, schemaSql, splitStatements } from '@tokentrail/clickhouse';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { FIELDS, LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { clickHouseLedger, type ClickHouseTransport, type StoreResponse } from '@tokentrail/usage-store';

jest.setTimeout(120_000);

const RUN_SQL = fileURLToPath(new URL('./run-sql.ts', import.meta.url));
const FIRST_SCHEMA = splitStatements(
  readFileSync(new URL('../../clickhouse/fixtures/ledger-before-senders.sql', import.meta.url), 'utf8'),
);
const NOW = Date.now();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-schema-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs statements on the real engine, each as a response of its own. */
function run(...statements: string[]): StoreResponse[] {
  const file = join(folder, 'statements.json');
  writeFileSync(file, JSON.stringify(statements));
  const output = execFileSync(process.execPath, [RUN_SQL, folder, file], { maxBuffer: 1e9 });
  return JSON.parse(output.toString()) as StoreResponse[];
}

function succeed(...statements: string[]): StoreResponse[] {
  const results = run(...statements);
  results.forEach(({ status, body }, index) => {
    if (status !== 200) throw new Error(`${statements[index]}\n${body}`);
  });
  return results;
}

function rowsOf(response: StoreResponse | undefined): unknown[] {
  return (JSON.parse(response?.body ?? '') as { data: unknown[] }).data;
}

const insert = (id: number, user: string, type = 'usage') => `
  INSERT INTO tokentrail_ledger.landing (Timestamp, TraceId, SpanId, ServiceName, ResourceAttributes, SpanAttributes, Duration)
  VALUES (fromUnixTimestamp64Milli(${NOW - 60_000 + id}), '${'a'.repeat(32)}', '${String(id).padStart(16, '0')}', 'shop',
    map('service.instance.id', 'app-1'), map('tokentrail.record.type', '${type}', 'tokentrail.record.state', 'success',
    'user.id', '${user}', 'tokentrail.cost.charged', '5', 'tokentrail.cost.charged.state', 'priced',
    'tokentrail.record.version_unix_ms', '${NOW}'), 5000000)`;

/** Columns of the first schema, whose values no upgrade may change. `sender` is computed for older rows. */
const OLD_COLUMNS = Object.values(FIELDS)
  .filter((field) => !('since' in field))
  .map(({ column }) => `\`${column}\``);
const OLD_ROWS = `SELECT ${OLD_COLUMNS.join(', ')} FROM tokentrail_ledger.usage_records FINAL WHERE user_id != 'new' ORDER BY span_id`;
const VERSION = 'SELECT version FROM tokentrail_ledger.schema_version';

/** A transport to the folder, like the one of the plugin. */
const transport: ClickHouseTransport = ({ sql, query }) => {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const parameters = Object.entries(query).map(([name, value]) => `SET ${name} = ${quoted(value)}`);
  return Promise.resolve(run(...parameters, sql).at(-1)!);
};
const ledger = clickHouseLedger({ ledger: transport, attempts: transport });
const newest = { range: { fromMs: NOW - 3_600_000, toMs: NOW + 60_000 }, filter: {}, limit: 10 };

test('an upgrade that is interrupted after any statement is completed by the next one, and keeps the rows', () => {
  const before = succeed(...FIRST_SCHEMA, insert(1, 'ann'), insert(2, 'bob'), OLD_ROWS).at(-1);
  const upgrade = ledgerStatements(schemaSql('ledger'), 1);
  // The first two statements create the database and the view that is asked for the version.
  const interrupted = upgrade.flatMap((_, index) => (index < 2 ? [] : [...upgrade.slice(0, index), VERSION]));
  const statements = [...interrupted, ...upgrade, VERSION];
  const results = succeed(...statements, OLD_ROWS, insert(3, 'new'));
  const versions = statements.flatMap((sql, index) => (sql === VERSION ? rowsOf(results[index]).flat() : []));
  expect(rowsOf(before)).toHaveLength(2);
  expect(rowsOf(results.at(-2))).toEqual(rowsOf(before));
  // Only a complete run states the new version.
  expect(versions.pop()).toBe(LEDGER_SCHEMA_VERSION);
  expect(new Set(versions)).toEqual(new Set([1]));
});

test('records of an older ledger are read after an upgrade, with the defaults of new columns, beside new ones', async () => {
  succeed(...FIRST_SCHEMA, insert(1, 'ann'));
  const old = ledger.list(newest);
  await expect(old).rejects.toMatchObject({ kind: 'schema' });
  await expect(old).rejects.toThrow(`The ledger has an older schema; this release of TokenTrail reads version`);
  await expect(old).rejects.toThrow(/run ledger\.sql and then accounts\.sql/);
  succeed(...ledgerStatements(schemaSql('ledger'), 1), insert(2, 'new'));
  const { records } = await ledger.list(newest);
  expect(records.map(({ userId, sender, cost }) => [userId, sender, cost.charged.nanoUsd])).toEqual([
    ['new', 'app-1', '5'],
    ['ann', 'app-1', '5'],
  ]);
  const defaults = { tags: {}, errorOrigin: null, attemptsChangedKey: false };
  expect(records[0]).toMatchObject({ ...defaults, receivedAtMs: expect.any(Number) as number });
  expect(records[1]).toMatchObject({ ...defaults, receivedAtMs: null });
  await expect(ledger.checkSchema()).resolves.toBeUndefined();
});

test('processes are read after an upgrade, and those that an older ledger stored as records are no records any more', async () => {
  succeed(...FIRST_SCHEMA, insert(1, 'ann'), insert(2, 'bob', 'process'));
  const request = { range: newest.range, limit: 10 };
  await expect(ledger.processes(request)).rejects.toMatchObject({ kind: 'schema' });
  await expect(ledger.processes(request)).rejects.toThrow(/run ledger\.sql and then accounts\.sql/);
  succeed(...ledgerStatements(schemaSql('ledger'), 1), insert(3, 'eve', 'process'));
  const { records } = await ledger.list(newest);
  expect(records.map(({ userId, recordType }) => [userId, recordType])).toEqual([['ann', 'usage']]);
  await expect(ledger.processes(request)).resolves.toMatchObject([
    { sender: 'app-1', serviceName: 'shop', reportedAtMs: NOW - 60_000 + 3, privacy: null, maxBodyBytes: null },
  ]);
});

test('an upgrade states the retention that an older ledger really has, once', async () => {
  const rule = (days: string, where: string) => `toDateTime(start_time) + INTERVAL ${days} DELETE WHERE ${where}`;
  const changed = `ALTER TABLE tokentrail_ledger.usage_records MODIFY TTL ${[
    rule('30 DAY', "record_type = 'usage'"),
    rule('1 YEAR', "record_type = 'request'"),
    rule('90 DAY', "record_type IN ('system', 'manage', 'login')"),
  ].join(', ')}`;
  succeed(...FIRST_SCHEMA, changed);
  await expect(ledger.settings()).rejects.toMatchObject({ kind: 'schema' });
  const upgrade = ledgerStatements(schemaSql('ledger'), 1);
  succeed(...upgrade);
  const known = { usage: 30, event: 90, attempts: 400, processes: 400 };
  const { retention } = await ledger.settings();
  expect(retention).toMatchObject({ value: { ...known, request: null, other: null }, setBy: 'ledger.sql' });
  const set = `INSERT INTO tokentrail_ledger.settings (name, value, set_by) VALUES ('retention', '{"usage":31}', 'ann')`;
  succeed(set, ...upgrade);
  await expect(ledger.settings()).resolves.toMatchObject({ retention: { value: { usage: 31 }, setBy: 'ann' } });
});

test('the migrations of a ledger that has had them are left out', () => {
  const isMigration = (sql: string) => /ADD COLUMN IF NOT EXISTS sender/.test(sql);
  expect(ledgerStatements(schemaSql('ledger'), 1).filter(isMigration)).toHaveLength(3);
  expect(ledgerStatements(schemaSql('ledger'), LEDGER_SCHEMA_VERSION).filter(isMigration)).toEqual([]);
  expect(ledgerStatements(schemaSql('ledger'), 1)).toEqual(splitStatements(schemaSql('ledger')));
});

test('a ledger that is newer is not changed, and says so to its readers', async () => {
  const newer = `CREATE OR REPLACE VIEW tokentrail_ledger.schema_version AS SELECT toUInt16(99) AS version`;
  const missing = 'ALTER TABLE tokentrail_ledger.usage_records DROP COLUMN price_tier';
  succeed(...splitStatements(schemaSql('ledger')), insert(1, 'ann'), newer, missing);
  const message = `The ledger has schema version 99; this release of TokenTrail reads version ${LEDGER_SCHEMA_VERSION}.`;
  await expect(ledger.list(newest)).rejects.toThrow(message);
  await expect(ledger.checkSchema()).rejects.toThrow(/Update the Grafana app or the command line/);
  const again = run(...splitStatements(schemaSql('ledger')).slice(0, 3)).at(-1);
  expect(again?.body).toMatch(/The ledger has a newer schema than this release of TokenTrail/);
  const passwords = { tokentrail_writer: 'w' };
  await expect(startEmbeddedClickHouse({ dataDir: folder, port: 0, role: 'ledger', passwords })).rejects.toThrow(
    /newer schema/,
  );
});
