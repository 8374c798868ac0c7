/**
 * Prints every row of every table in the folder of a stopped store, one JSON object per line: everything stored, not
 * only what an account may read. Argument: the engine's folder.
 */
import { Session } from 'chdb';

const session = new Session(process.argv[2] ?? '');
const tables = session.query(
  "SELECT database, name FROM system.tables WHERE engine LIKE '%MergeTree' AND NOT is_temporary",
  'JSONEachRow',
);
for (const line of String(tables).split('\n').filter(Boolean)) {
  const { database, name } = JSON.parse(line) as { database: string; name: string };
  console.log(`${database}.${name}`);
  process.stdout.write(String(session.query(`SELECT * FROM \`${database}\`.\`${name}\``, 'JSONEachRow')));
}
session.close();
