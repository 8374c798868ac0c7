/** The TLS settings of docs/security-settings.md between the collector and ClickHouse, with an authority of our own. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createServer } from 'node:tls';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { httpTransport } from '@tokentrail/usage-store';
import { writeCertificates, type TestCertificates } from '../../instrumentation/testing/certificates.ts';
import { settled } from '../chain/wait.ts';
import { AWAY, collector, scratchFolder } from '../collector/setup.ts';
import { readPage } from './markdown.ts';

const READER = { user: 'tokentrail_ledger_reader', password: 'a reader' };
/** The password of `collector` of these tests. */
const WRITER_PASSWORD = '0123';

test('records wait while the authority is unknown, and are stored over TLS once it is named', async (t) => {
  const folder = scratchFolder(t);
  const files = writeCertificates(folder);
  const store = await startEmbeddedClickHouse({
    dataDir: join(folder, 'ledger'),
    port: 0,
    role: 'ledger',
    passwords: { tokentrail_writer: WRITER_PASSWORD, [READER.user]: READER.password },
  });
  t.after(() => store.stop());
  const front = await tlsFront(t, store.url, files);
  const setup = { dataDir: join(folder, 'collector'), ledgerUrl: front.url, tracesUrl: AWAY };
  const count = async () => {
    const sql = 'SELECT count() FROM tokentrail_ledger.usage_records FINAL FORMAT JSONEachRow';
    const { body } = await httpTransport({ url: store.url, ...READER })({ query: {}, sql });
    return Number((JSON.parse(body) as { 'count()': unknown })['count()']);
  };

  const without = await collector(t, setup);
  assert.equal(await sendRecord(without.otlpUrl), 200);
  assert.match(await front.refused, /bad certificate|unknown ca/);
  assert.equal(await count(), 0);
  await without.stop();

  const ownConfigFile = join(folder, 'clickhouse-tls.yaml');
  const settings = readPage('docs/security-settings.md').blocks.find(
    ({ note }) => note === 'file: clickhouse-tls.yaml',
  );
  writeFileSync(ownConfigFile, String(settings?.text).replaceAll('/etc/tokentrail/tls/ca.crt', files.authority.cert));
  await collector(t, { ...setup, ownConfigFile });
  assert.equal(await settled(count, (rows) => rows === 1), 1);
});

/** Ends TLS in front of a store, as a server with a certificate does. */
async function tlsFront(t: TestContext, storeUrl: string, { server }: TestCertificates) {
  const { hostname, port } = new URL(storeUrl);
  const front = createServer({ cert: readFileSync(server.cert), key: readFileSync(server.key) }, (socket) => {
    const behind = connect(Number(port), hostname);
    socket.pipe(behind).pipe(socket);
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  /** What the first client says that does not accept the certificate. */
  const refused = new Promise<string>((resolve) => front.on('tlsClientError', ({ message }) => resolve(message)));
  t.after(() => front.close());
  await once(front, 'listening');
  return { url: `https://127.0.0.1:${String((front.address() as AddressInfo).port)}`, refused };
}

/** Sends one ended record as OTLP in JSON. @returns the status. */
async function sendRecord(otlpUrl: string): Promise<number> {
  const start = BigInt(Date.now()) * 1_000_000n;
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const span = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'chat',
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 5_000_000n),
    attributes: [attribute('tokentrail.record.type', 'usage'), attribute('tokentrail.record.state', 'success')],
  };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${otlpUrl}/v1/traces`, { method: 'POST', headers, body })).status;
}
