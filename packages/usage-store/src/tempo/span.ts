import { ATTRIBUTES, type AttributeKey, type RecordKey } from '@tokentrail/records';
import { idOf } from '../record-id.ts';
import { textOf, type AttributeValues } from './attribute-values.ts';

/** A record's span. */
export interface RecordSpan {
  key: Required<RecordKey>;
  durationNs: bigint;
  attributes: AttributeValues;
}

/**
 * Attributes that the collector's pipeline adds for the ledger's tenant. In that tenant every record is a trace of its own,
 * because Tempo's search returns traces.
 */
export const LEDGER_ATTRIBUTES = {
  traceId: 'tokentrail.trace_id',
  spanId: 'tokentrail.span_id',
  receivedUnixMs: 'tokentrail.received_unix_ms',
} as const;

/** The trace id of a record in the ledger's tenant. */
export function ledgerTraceId({ traceId, spanId }: RecordKey): string {
  return traceId.slice(0, 16) + spanId;
}

/** The process that sent a span, or its service. */
export function senderOf(attributes: AttributeValues): string {
  const nameOf = (key: AttributeKey) => textOf(attributes.get(ATTRIBUTES[key].name));
  return nameOf('serviceInstanceId') || nameOf('serviceName') || '-';
}

/** The record of `key` among spans; for a key without a sender, the one whose sender sorts first. */
export function spanOfKey(spans: readonly RecordSpan[], key: RecordKey): RecordSpan | undefined {
  return spans
    .filter((span) => idOf(span.key) === idOf(key) && (key.sender === undefined || span.key.sender === key.sender))
    .sort((a, b) => (a.key.sender < b.key.sender ? -1 : 1))[0];
}
