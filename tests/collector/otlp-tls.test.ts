import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { writeCertificates, type TestCertificates } from '../../instrumentation/testing/certificates.ts';
import { compileCache } from '../../scripts/compile-cache.ts';
import { chain, scratchFolder, until, type Chain } from './setup.ts';

const RECORDING_PROGRAM = fileURLToPath(new URL('../../instrumentation/testing/recording-program.ts', import.meta.url));

interface TlsChain extends Chain {
  url: string;
  files: TestCertificates;
  spool: string;
}

/** A collector that requires TLS and a client certificate, as docs/otlp-security.md describes. */
async function tlsChain(t: TestContext): Promise<TlsChain> {
  const folder = scratchFolder(t);
  const files = writeCertificates(folder);
  const tls = { cert_file: files.server.cert, key_file: files.server.key, client_ca_file: files.authority.cert };
  const ownConfigFile = join(folder, 'tls.yaml');
  writeFileSync(ownConfigFile, stringify({ receivers: { otlp: { protocols: { http: { tls } } } } }));
  const started = await chain(t, { ownConfigFile });
  const url = started.collector.otlpUrl.replace('http:', 'https:');
  return { ...started, url, files, spool: join(folder, 'spool') };
}

type Environment = Readonly<Record<string, string>>;

/** What is needed to run a program that records one call. */
const program = (prefix: string, end: 'flush' | 'stay', spool: string, env: Environment) => ({
  args: [RECORDING_PROGRAM, JSON.stringify({ prefix, calls: 1, perSecond: 100, end })],
  options: { env: { PATH: process.env['PATH'], ...compileCache(), TOKENTRAIL_SPOOL_DIR: spool, ...env } },
});

/** Runs a program that records one call and ends; returns its warnings. */
async function record(prefix: string, spool: string, env: Environment): Promise<string> {
  const { args, options } = program(prefix, 'flush', spool, env);
  return (await promisify(execFile)(process.execPath, args, options)).stderr;
}

/** Starts a program that records one call and runs until the end of the test. Returns its warnings so far. */
function keepRecording(t: TestContext, prefix: string, spool: string, env: Environment): () => string {
  const { args, options } = program(prefix, 'stay', spool, env);
  const running = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  t.after(() => running.kill('SIGKILL'));
  let warnings = '';
  running.stderr.on('data', (chunk: Buffer) => (warnings += chunk.toString()));
  return () => warnings;
}

const settings = (prefix: string, { url, files }: TlsChain) => ({
  [`${prefix}ENDPOINT`]: url,
  [`${prefix}COMPRESSION`]: 'gzip',
  [`${prefix}CERTIFICATE`]: files.authority.cert,
  [`${prefix}CLIENT_CERTIFICATE`]: files.client.cert,
  [`${prefix}CLIENT_KEY`]: files.client.key,
});

test('records and metrics arrive over TLS with a client certificate, compressed, with our variables', async (t) => {
  const running = await tlsChain(t);
  assert.equal(await record('ours-', running.spool, settings('TOKENTRAIL_OTLP_', running)), '');
  await until('the record in the ledger', () => running.ledger.received().includes('ours-0'));
  const metrics = await (await fetch(running.collector.metricsUrl)).text();
  assert.match(metrics, /^tokentrail_/m);
});

test("they arrive with OpenTelemetry's variables as well", async (t) => {
  const running = await tlsChain(t);
  const stderr = await record('otel-', running.spool, settings('OTEL_EXPORTER_OTLP_', running));
  assert.match(stderr, /records are sent to OTEL_EXPORTER_OTLP_ENDPOINT/);
  assert.doesNotMatch(stderr, /does not accept/);
  await until('the record in the ledger', () => running.ledger.received().includes('otel-0'));
});

test('with wrong certificates, records wait on disk and warnings name the variable; the right ones deliver them', async (t) => {
  const running = await tlsChain(t);
  const right = settings('TOKENTRAIL_OTLP_', running);
  const { TOKENTRAIL_OTLP_CLIENT_CERTIFICATE: _, TOKENTRAIL_OTLP_CLIENT_KEY: __, ...withoutClient } = right;
  const { TOKENTRAIL_OTLP_CERTIFICATE: ___, ...withoutAuthority } = right;
  const unreadable = {
    ...right,
    TOKENTRAIL_OTLP_CERTIFICATE: join(running.spool, 'missing.crt'),
    // Node itself would trust the server: an unreadable authority must not widen what is trusted.
    NODE_EXTRA_CA_CERTS: running.files.authority.cert,
  };
  const reasons: [string, Record<string, string>, RegExp][] = [
    [
      'client-',
      withoutClient,
      /CERTIFICATE_REQUIRED\); they wait on disk\. Check the certificates: TOKENTRAIL_OTLP_CERT/,
    ],
    ['authority-', withoutAuthority, /UNABLE_TO_VERIFY_LEAF_SIGNATURE\); they wait on disk\. Check the certificates/],
    [
      'unreadable-',
      unreadable,
      /TOKENTRAIL_OTLP_CERTIFICATE is .*missing\.crt, which is not a readable .*ENOENT[^]*they wait on disk/,
    ],
  ];
  for (const [prefix, env, warning] of reasons) assert.match(await record(prefix, running.spool, env), warning);
  assert.equal(running.ledger.received(), '');

  const warnings = keepRecording(t, 'right-', running.spool, right);
  for (const [prefix] of [...reasons, ['right-']]) {
    await until(`${prefix}0 in the ledger`, () => running.ledger.received().includes(`${prefix}0`));
  }
  assert.doesNotMatch(warnings(), /CERTIFICATE/);
});
