/**
 * Creates a ledger with generated records. It is a separate program because a process keeps the folder that it opens.
 * Arguments: the data folder, and the records (`Generated`) as JSON.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Session } from 'chdb';
import { ledgerStatements, schemaSql } from '@tokentrail/clickhouse';
import { attemptsStatement } from './generated-attempts.ts';
import { insertStatement, type Generated } from './generated-records.ts';

const DAY_MS = 86_400_000;
/** Records of one batch of the week that still receives records. */
const BATCH = 2_000;
/** Of so many records, one arrives twice. */
const RECORDS_PER_REPLAY = 90;

const [dataDir = '', json = ''] = process.argv.slice(2);
const generated = JSON.parse(json) as Generated;
mkdirSync(join(dataDir, 'engine'), { recursive: true });
const session = new Session(join(dataDir, 'engine'));

async function run(sql: string): Promise<string> {
  const result = await session.queryAsync(sql, { format: 'TSVRaw' });
  return Buffer.from(result.bytes()).toString();
}

/** Inserts records in batches of `size`; each batch begins with some records of the one before. */
async function insert(from: number, to: number, size: number): Promise<void> {
  for (let start = from; start < to; start += size) {
    await run(insertStatement(generated, start, Math.min(to, start + size)));
    await run(insertStatement(generated, start, Math.min(to, start + Math.ceil(size / RECORDS_PER_REPLAY))));
  }
}

async function forceMergesAfter(seconds: number): Promise<void> {
  await run(`ALTER TABLE tokentrail_ledger.usage_records MODIFY SETTING min_age_to_force_merge_seconds = ${seconds}`);
}

for (const statement of ledgerStatements(schemaSql('ledger'), 1)) {
  await run(statement);
}
const { records, fromMs, toMs } = generated;
const perDay = Math.ceil((records * DAY_MS) / (toMs - fromMs));
const monday = Number(
  await run(`SELECT toUnixTimestamp(toStartOfWeek(toDateTime(${Math.floor(toMs / 1000)}, 'UTC'), 1)) * 1000`),
);
const closed = Math.min(records, Math.max(0, Math.floor((records * (monday - fromMs)) / (toMs - fromMs))));
await insert(0, closed, perDay);
// The table merges a week that is an hour old. Here it may do so at once.
await forceMergesAfter(1);
const OPEN_WEEKS = `
  SELECT count() FROM (
    SELECT partition FROM system.parts
    WHERE active AND database = 'tokentrail_ledger' AND table = 'usage_records' GROUP BY partition HAVING count() > 1
  )`;
while ((await run(OPEN_WEEKS)).trim() !== '0') {
  await setTimeout(500);
}
await forceMergesAfter(3600);
await insert(closed, records, BATCH);
await run(attemptsStatement(toMs));
console.log(
  await run(`
    SELECT concat(toString(count()), ' parts, of which ', toString(countIf(partition = (SELECT max(partition) FROM system.parts
      WHERE active AND table = 'usage_records'))), ' of the last week; ', formatReadableSize(sum(bytes_on_disk)))
    FROM system.parts WHERE active AND database = 'tokentrail_ledger' AND table = 'usage_records'`),
);
session.close();
process.exit(0);
