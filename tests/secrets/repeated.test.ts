import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('credentials in headers and URLs that a provider repeats never leave the process', async (t) => {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const program = fileURLToPath(new URL('repeat-credentials.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', '@tokentrail/instrumentation/register', program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      TOKENTRAIL_CAPTURE: 'full',
      TOKENTRAIL_SPOOL_DIR: 'none',
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0, errors);
  const received = Buffer.concat(bodies).toString('latin1');
  assert.match(received, /refused: .*\*\*\*/);
  for (const secret of ['pyrite.{1,8}lantern', 'feldspar.{1,8}candle', 'onyx.{1,8}gleaming', 'olivine.{1,8}ray']) {
    assert.doesNotMatch(received, new RegExp(secret));
    assert.doesNotMatch(errors, new RegExp(secret));
  }
});
