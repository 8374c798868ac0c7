/**
 * The engine without accounts behind HTTP, for tests of commands that need an administrator. Statements on accounts, which the embedded
 * engine refuses, are parsed only. It is a separate program because a process keeps the folder that it opens. Argument: the data folder.
 * Prints its port; writes the body of each request to `requests.jsonl` in the folder.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Session } from 'chdb';

const OF_ACCOUNTS = /^(?:CREATE (?:USER|SETTINGS PROFILE|QUOTA)|GRANT|REVOKE) /;

const [dataDir = ''] = process.argv.slice(2);
mkdirSync(join(dataDir, 'engine'), { recursive: true });
const session = new Session(join(dataDir, 'engine'));

async function run(sql: string): Promise<{ status: number; body: string }> {
  try {
    const result = await session.queryAsync(OF_ACCOUNTS.test(sql) ? `EXPLAIN AST ${sql}` : sql);
    return { status: 200, body: Buffer.from(result.bytes()).toString() };
  } catch (error) {
    return { status: 500, body: String((error as Error).message) };
  }
}

const server = createServer(async (request, response) => {
  const sql = await text(request);
  appendFileSync(join(dataDir, 'requests.jsonl'), `${JSON.stringify({ url: request.url, sql })}\n`);
  const { status, body } = await run(sql);
  response.writeHead(status).end(body);
}).listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.once('SIGTERM', () => {
  session.close();
  process.exit(0);
});
