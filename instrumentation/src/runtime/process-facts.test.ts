import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROCESS_FIELDS, ATTRIBUTES, type FieldDefinition } from '@tokentrail/records';
import { notePatchedSdk, noteUnsupportedSdk } from '../api/found-sdks.ts';
import { startCall } from '../api/start-call.ts';
import { receiverForEachTest } from '../../testing/receiver-for-each-test.ts';
import { flush, startRecording } from './start.ts';
import { VERSION } from './version.ts';

const collector = receiverForEachTest();
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-process-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(env: Record<string, string> = {}): void {
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: folder, ...env });
}

async function record(): Promise<void> {
  startCall({ operation: 'chat', requestModel: 'gpt-4o' }).end({ state: 'success' });
  await flush();
}

test('the first record is preceded by a report of everything that the process is configured to do', async () => {
  start({
    OTEL_SERVICE_NAME: 'shop',
    TOKENTRAIL_CAPTURE: 'headers',
    TOKENTRAIL_MAX_BODY_BYTES: '4096',
    TOKENTRAIL_REDACT_HEADERS: 'x-one, X-Two, x-two',
    TOKENTRAIL_SPOOL_BYTES: '1000000',
  });
  notePatchedSdk('openai');
  notePatchedSdk('openai', '7.1.0');
  notePatchedSdk('@anthropic-ai/sdk', '1.4.0');
  notePatchedSdk('@anthropic-ai/sdk');
  notePatchedSdk('groq-sdk');
  noteUnsupportedSdk('openai', '5.23.2');
  await record();
  await record();
  expect(collector.records()).toHaveLength(2);
  expect(collector.processes).toHaveLength(1);
  const [{ attributes, resource, scope }] = collector.processes as [(typeof collector.processes)[0]];
  expect({ resource, scope }).toEqual({ resource: collector.spans[0]!.resource, scope: collector.spans[0]!.scope });
  expect(resource).toMatchObject({ 'service.name': 'shop' });
  expect(attributes).toEqual({
    'tokentrail.record.type': 'process',
    'tokentrail.process.start_unix_ms': Math.round(performance.timeOrigin),
    'tokentrail.process.host': hostname(),
    'tokentrail.process.package_version': VERSION,
    'tokentrail.process.runtime.name': 'nodejs',
    'tokentrail.process.runtime.version': process.versions.node,
    'tokentrail.process.sdks': ['@anthropic-ai/sdk@1.4.0', 'groq-sdk', 'openai@7.1.0'],
    'tokentrail.process.unsupported_sdks': ['openai@5.23.2'],
    'tokentrail.process.capture.level': 'headers',
    'tokentrail.process.capture.highest': 'full',
    'tokentrail.process.max_body_bytes': 4096,
    'tokentrail.process.redacted_headers': 2,
    'tokentrail.process.privacy': false,
    'tokentrail.process.running_records': false,
    'tokentrail.process.prices.version': expect.stringMatching(/^snapshot-[0-9a-f]{12}$/) as string,
    'tokentrail.process.prices.snapshot_date': expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string,
    'tokentrail.process.prices.file': 'none',
    'tokentrail.process.spool': true,
    'tokentrail.process.spool.max_bytes': 1000000,
    'tokentrail.process.spool.bytes': 0,
    'tokentrail.process.spool.segments': 0,
    'tokentrail.process.dropped_records': 0,
  });
});

test('every column of the ledger that is read from an attribute of a process is sent', async () => {
  start();
  notePatchedSdk('openai', '7.1.0');
  await record();
  const fields: readonly FieldDefinition[] = Object.values(PROCESS_FIELDS);
  const read = fields.flatMap(({ attribute }) => (attribute === undefined ? [] : [ATTRIBUTES[attribute]]));
  const names = read.filter(({ on }) => on === 'span').map(({ name }) => name);
  expect(names.length).toBeGreaterThan(15);
  expect(Object.keys(collector.processes[0]!.attributes)).toEqual(expect.arrayContaining(names));
});

test('a report has no secret, no path, no URL, and no name of a header', async () => {
  const prices = join(folder, 'prices-of-ann.yaml');
  writeFileSync(prices, 'schema: 1\nversion: "2026-11"\nentries: []\n');
  start({
    TOKENTRAIL_OTLP_TOKEN: 'planted-token',
    TOKENTRAIL_OTLP_HEADERS: 'x-team=planted-team',
    TOKENTRAIL_HMAC_SECRET: 'planted-secret',
    TOKENTRAIL_REDACT_HEADERS: 'x-planted-header',
    TOKENTRAIL_PRICES: prices,
    OTEL_RESOURCE_ATTRIBUTES: 'api_key=planted-key',
  });
  await record();
  const [report] = collector.processes;
  expect(report!.attributes).toMatchObject({
    'tokentrail.process.prices.file': 'used',
    'tokentrail.process.prices.version': expect.stringMatching(/^2026-11\+snapshot-/) as string,
  });
  const sent = JSON.stringify([report!.attributes, report!.resource]);
  expect(sent).not.toMatch(/planted|prices-of-ann|127\.0\.0\.1/);
  expect(sent).not.toContain(folder);
});

test('a price file that cannot be read is reported as unusable, and a spool that is off as off', async () => {
  start({ TOKENTRAIL_PRICES: join(folder, 'missing.yaml'), TOKENTRAIL_SPOOL_DIR: 'none' });
  await record();
  const { attributes } = collector.processes[0]!;
  expect(attributes).toMatchObject({ 'tokentrail.process.prices.file': 'unusable', 'tokentrail.process.spool': false });
  expect(Object.keys(attributes).filter((name) => name.startsWith('tokentrail.process.spool.'))).toEqual([]);
});

test.each([
  ['the name of the machine in the environment', {}, 'api-7d9f8b6c5-x2x4z'],
  ['no name of a machine in privacy mode', { TOKENTRAIL_PRIVACY: 'true' }, undefined],
])('a report has %s', async (_, env, host) => {
  start({ OTEL_RESOURCE_ATTRIBUTES: 'host.name=api-7d9f8b6c5-x2x4z', ...env });
  await record();
  expect(collector.processes[0]!.attributes['tokentrail.process.host']).toBe(host);
});

test("no report is sent to OpenTelemetry's endpoint, which may belong to a third party", async () => {
  start({ TOKENTRAIL_OTLP_ENDPOINT: '', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  await record();
  expect(collector.records()).toHaveLength(1);
  expect(collector.processes).toEqual([]);
});

test('nothing is sent at a flush before the first record', async () => {
  start();
  await flush();
  expect(collector.requests.filter(({ path }) => path === '/v1/traces')).toEqual([]);
});
