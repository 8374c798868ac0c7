import { randomBytes } from 'node:crypto';
import type { RecordKey } from '@tokentrail/records';
import { OWN_SCOPE } from '@tokentrail/usage-store';
import { SPAN_KIND, VERSION, encodeBatch, encodeSpan } from './instrumentation.ts';

/** The name of the event that a test record is, and of the service that sends it. */
export const TEST_EVENT = 'doctor.test';
export const TEST_SERVICE = 'tokentrail-doctor';

export interface TestRecord {
  key: RecordKey;
  /** OTLP over HTTP, protobuf. */
  body: Uint8Array;
  sentAtMs: number;
}

/**
 * A record like those of an app, in the encoding of the instrumentation. It is an event of the system, which no count, cost or rate of
 * calls includes, and expires with the events. Nothing removes it: a ledger that loses rows on request would prove less.
 */
export function testRecord(nowMs: number): TestRecord {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const span = encodeSpan({
    traceId,
    spanId,
    name: `system ${TEST_EVENT}`,
    kind: SPAN_KIND.internal,
    startTime: nowMs,
    endTime: nowMs,
    failed: false,
    attributes: [
      ['recordType', 'system'],
      ['state', 'success'],
      ['versionUnixMs', nowMs],
      ['source', 'internal'],
      ['captureLevel', 'basic'],
      ['eventName', TEST_EVENT],
    ],
  });
  const head = {
    resource: { 'service.name': TEST_SERVICE, 'service.instance.id': TEST_SERVICE },
    scope: { name: OWN_SCOPE, version: VERSION },
  };
  const startUnixNano = String(BigInt(nowMs) * 1_000_000n);
  return { key: { startUnixNano, traceId, spanId }, body: encodeBatch(head, [span]), sentAtMs: nowMs };
}
