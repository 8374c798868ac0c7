import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpReceiver, type OtlpReceiver } from '../../../testing/otlp-receiver.ts';
import { flush, shutdown, startCall, startRecording } from '../../index.ts';

let collector: OtlpReceiver;
let spool: string;
beforeEach(async () => {
  collector = await startOtlpReceiver();
  spool = mkdtempSync(join(tmpdir(), 'tokentrail-metrics-'));
  jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  startRecording({ TOKENTRAIL_OTLP_ENDPOINT: collector.url, TOKENTRAIL_SPOOL_DIR: spool });
});
afterEach(async () => {
  await shutdown();
  await collector.close();
  rmSync(spool, { recursive: true, force: true });
  jest.restoreAllMocks();
});

/** The numbers of the export after records and metrics were sent: metrics see only records sent before them. */
async function counts(): Promise<Record<string, number>> {
  await flush();
  await flush();
  const own = collector.points.filter(({ metric }) => /^tokentrail\.(records|spool)/.test(metric));
  return Object.fromEntries(own.map(({ metric, value }) => [metric, value]));
}

/** Each process reports its configuration before its first record. */
const PROCESS_RECORD = 1;

const respondToTraces = (status: number) => {
  collector.response = ({ path }) => ({ status: path.endsWith('/v1/traces') ? status : 200 });
};
const call = () => startCall({ operation: 'chat' }).end({ state: 'success' });

test('accepted spans are sent', async () => {
  call();
  call();
  expect(await counts()).toEqual({ 'tokentrail.records.sent': 2 + PROCESS_RECORD });
});

test('while the collector is unavailable spans are spooled, and the spool has a size; later they are sent', async () => {
  respondToTraces(503);
  call();
  const waiting = await counts();
  expect(waiting).toEqual({
    'tokentrail.records.spooled': 1 + PROCESS_RECORD,
    'tokentrail.spool.size': expect.any(Number),
  });
  expect(waiting['tokentrail.spool.size']).toBeGreaterThan(100);
  respondToTraces(200);
  expect(await counts()).toEqual({
    'tokentrail.records.sent': 1 + PROCESS_RECORD,
    'tokentrail.records.spooled': 1 + PROCESS_RECORD,
    'tokentrail.spool.size': 0,
  });
});

test('spans that the collector rejects are dropped', async () => {
  respondToTraces(400);
  call();
  expect(await counts()).toEqual({ 'tokentrail.records.dropped': 1 + PROCESS_RECORD });
});
