/** What a merge removes of rows of all ages, of the classes and groups that have days of their own, on the real engine. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  contentRetentionStatement,
  ledgerRetentionStatements,
  RETENTION_DAYS,
  schemaSql,
  splitStatements,
} from '@tokentrail/clickhouse';

const AGES = [29, 31, 89, 91, 364, 366];
const LEDGER = 'tokentrail_ledger';

const insert = (type: string, group: string) => `
  INSERT INTO ${LEDGER}.landing (Timestamp, TraceId, SpanId, ServiceName, SpanAttributes)
  SELECT now() - INTERVAL age DAY, hex(MD5('${type}${group}' || toString(age))), lower(hex(age)), 'shop',
    map('tokentrail.record.type', '${type}', 'tokentrail.record.state', 'success', 'tokentrail.group', '${group}',
      'tokentrail.attempts', '["{}"]')
  FROM (SELECT arrayJoin([${AGES.join(', ')}]) AS age)`;
const ages = (table: string, group: string) =>
  `SELECT ${group} AS key, arraySort(groupArray(dateDiff('day', start_time, now()))) AS ages FROM ${LEDGER}.${table} GROUP BY key ORDER BY key`;
const OF_RECORDS = ages('usage_records', "record_type || ' ' || ifNull(`group`, '')");
const OF_ATTEMPTS = ages('record_attempts', '`group`');
const CONTENT =
  "SELECT arraySort(groupArray(dateDiff('day', Timestamp, now()))) AS ages FROM tokentrail_traces.otel_traces";

/** Runs the statements, and returns the rows of those that read. */
function run(statements: readonly string[]): unknown[][] {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-merge-'));
  try {
    const file = join(folder, 'statements.json');
    writeFileSync(file, JSON.stringify(statements));
    const output = execFileSync(process.execPath, [join(__dirname, 'run-sql.ts'), folder, file], { maxBuffer: 1e9 });
    const results = JSON.parse(output.toString()) as { status: number; body: string }[];
    const failed = results.findIndex(({ status }) => status !== 200);
    expect(failed === -1 ? '' : `${statements[failed]}\n${results[failed]?.body}`).toBe('');
    return results
      .filter((_, index) => statements[index]?.startsWith('SELECT') === true && !statements[index].includes('throwIf'))
      .map(({ body }) => (JSON.parse(body) as { data: unknown[] }).data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('rows expire after the days of their class or group, attempts with them, and not before', () => {
  const days = { ...RETENTION_DAYS, usage: 30, request: 90, event: 365, attempts: 30 };
  const read = [OF_RECORDS, OF_ATTEMPTS, CONTENT];
  const results = run([
    ...splitStatements(schemaSql('ledger')),
    ...splitStatements(schemaSql('traces')),
    ...ledgerRetentionStatements(days, undefined, { search: 90, forever: 3650 }),
    contentRetentionStatement(30),
    ...[`${LEDGER}.usage_records`, `${LEDGER}.record_attempts`, 'tokentrail_traces.otel_traces'].map(
      (table) => `SYSTEM STOP MERGES ${table}`,
    ),
    ...['usage', 'request', 'system'].map((type) => insert(type, '')),
    ...['search', 'forever'].map((group) => insert('usage', group)),
    `INSERT INTO tokentrail_traces.otel_traces (Timestamp) SELECT now() - INTERVAL arrayJoin([${AGES.join(', ')}]) DAY`,
    ...read,
    ...[`${LEDGER}.usage_records`, `${LEDGER}.record_attempts`, 'tokentrail_traces.otel_traces'].flatMap((table) => [
      `SYSTEM START MERGES ${table}`,
      `OPTIMIZE TABLE ${table} FINAL`,
    ]),
    ...read,
  ]);
  const [records, attempts, content, recordsAfter, attemptsAfter, contentAfter] = results;
  expect(records).toEqual(['request ', 'system ', 'usage ', 'usage forever', 'usage search'].map((key) => [key, AGES]));
  expect(attempts?.map((row) => (row as [string, number[]])[1].length)).toEqual([18, 6, 6]);
  expect(content).toEqual([[AGES]]);
  expect(recordsAfter).toEqual([
    ['request ', [29, 31, 89]],
    ['system ', [29, 31, 89, 91, 364]],
    ['usage ', [29]],
    ['usage forever', AGES],
    ['usage search', [29, 31, 89]],
  ]);
  // The attempts of calls expire with them; other records have none, except here.
  expect(attemptsAfter).toEqual([
    ['', [29, 29, 29]],
    ['forever', AGES],
    ['search', [29, 31, 89]],
  ]);
  expect(contentAfter).toEqual([[[29]]]);
});
