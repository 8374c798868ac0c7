/**
 * Runs statements on a data folder of the engine, without accounts, for the tests of older and newer schemas. It is a
 * separate program because a process keeps the folder that it opens. Arguments: the data folder, and a file with a JSON
 * array of statements. Prints a JSON array with `{ status, body }` of each.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';

const [dataDir = '', file = ''] = process.argv.slice(2);
mkdirSync(join(dataDir, 'engine'), { recursive: true });
const session = new Session(join(dataDir, 'engine'));
const results: { status: number; body: string }[] = [];
for (const statement of JSON.parse(readFileSync(file, 'utf8')) as string[]) {
  try {
    const result = await session.queryAsync(statement, { format: 'JSONCompact' });
    results.push({ status: 200, body: Buffer.from(result.bytes()).toString() });
  } catch (error) {
    results.push({ status: 500, body: String((error as Error).message) });
  }
}
session.close();
process.stdout.write(JSON.stringify(results), () => process.exit(0));
