import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from '../../scripts/compile-cache.ts';

const PROGRAM = join(__dirname, '../../instrumentation/testing/waiting-program.ts');

// Each test starts a program, which takes seconds on a busy machine.
jest.setTimeout(30_000);

let collector: Server;
let spool: string;
let requests = 0;

beforeEach(async () => {
  requests = 0;
  collector = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/v1/traces') requests++;
      setTimeout(() => response.end(), 500);
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  spool = mkdtempSync(join(tmpdir(), 'tokentrail-'));
});
afterEach(() => {
  collector.close().closeAllConnections();
  rmSync(spool, { recursive: true });
});

/** Runs the program to its end. The collector takes half a second to respond. */
async function run(...args: string[]): Promise<{ code: unknown; output: string }> {
  const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const env = {
    PATH: process.env.PATH ?? '',
    ...compileCache(),
    TOKENTRAIL_OTLP_ENDPOINT: url,
    TOKENTRAIL_SPOOL_DIR: spool,
  };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output };
}

test.each(['flush', 'shutdown'])('a program that only awaits %s() stays alive until it resolves', async (wait) => {
  expect(await run(wait)).toEqual({ code: 0, output: 'resolved' });
  expect(requests).toBe(1);
});

test.each(['flush', 'shutdown'])('%s() also sends a call that ends during the send', async (wait) => {
  expect(await run(wait, 'later')).toEqual({ code: 0, output: 'resolved' });
  expect(requests).toBe(2);
});

test('process.exit() during shutdown() writes to disk what no collector has accepted', async () => {
  expect(await run('shutdown', 'exit')).toEqual({ code: 0, output: '' });
  const files = readdirSync(spool, { recursive: true }).map(String);
  expect(files.filter((file) => file.endsWith('.full'))).toHaveLength(1);
});
