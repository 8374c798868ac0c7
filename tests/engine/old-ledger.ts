/**
 * Creates a ledger with the schema from before `sender` and inserts landing rows, for the test of an upgrade. It is a
 * separate program because a process keeps the folder that it opens. Arguments: the data folder, and a file of rows in
 * JSONEachRow.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';
import { splitStatements } from '@tokentrail/clickhouse';

const [dataDir = '', rows = ''] = process.argv.slice(2);
const schema = readFileSync(new URL('../../clickhouse/fixtures/ledger-before-senders.sql', import.meta.url), 'utf8');
mkdirSync(join(dataDir, 'engine'), { recursive: true });
const session = new Session(join(dataDir, 'engine'));
for (const statement of splitStatements(schema)) {
  await session.queryAsync(statement);
}
const columns = Object.keys(JSON.parse(readFileSync(rows, 'utf8').split('\n')[0] ?? '') as object).join(', ');
// Two inserts, so that versions of a record lie in two parts.
for (let part = 0; part < 2; part += 1) {
  await session.queryAsync(
    `INSERT INTO tokentrail_ledger.landing (${columns})
     SELECT ${columns} FROM file('${rows}', 'JSONEachRow') WHERE intDiv(rowNumberInAllBlocks(), 4) = ${part}`,
  );
}
session.close();
process.exit(0);
