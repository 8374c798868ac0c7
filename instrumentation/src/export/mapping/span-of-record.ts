import type { AttributeKey } from '@tokentrail/records';
import type { PricedCall } from '@tokentrail/pricing';
import type { AttemptRecord } from '../../record/attempt-record.ts';
import type { CallRecord } from '../../record/call-record.ts';
import { recordsContent } from '../../record/capture-level.ts';
import { versionOf } from '../../record/shared-identity.ts';
import { putAttempts, putCost } from './attempt-attributes.ts';
import { attributeValue, shortened } from './attribute-value.ts';
import { putCall, putParams, putUsage } from './call-attributes.ts';
import { pathOf, putCaller, putTags } from './caller-attributes.ts';
import { putError } from './error-attributes.ts';
import type { Put } from './put.ts';
import { textOf } from '../../util/text.ts';
import { errorTypeOf } from '../../redaction/error-identity.ts';
import { SPAN_KIND, type AttributeValue, type SpanData } from '../otlp/span-encoder.ts';
import { redactName } from '../../redaction/redact-text.ts';
import { guarded } from '../../util/guarded.ts';
import { RecordAttributes } from './steady-attributes.ts';

/**
 * The spans of an ended record: the record itself and, if it has more than one sent attempt, a child span for each, for
 * generic trace viewers.
 */
export function spansOfRecord(record: CallRecord, cost: PricedCall | undefined, newSpanId: () => string): SpanData[] {
  const sentAttempts = record.attempts.filter((attempt) => attempt.wasSent);
  const span = recordSpan(record, cost, record.spanId ?? newSpanId());
  return sentAttempts.length > 1
    ? [span, ...sentAttempts.map((attempt) => attemptSpan(record, attempt, span, newSpanId()))]
    : [span];
}

export function recordSpan(record: CallRecord, cost: PricedCall | undefined, spanId: string): SpanData {
  const attributes = new RecordAttributes();
  const put: Put = (key, value) => attributes.put(key, value);
  const { shownName } = record;
  // Names come from outside: one may contain a key of this call.
  const putName: Put = (key, value) => attributes.put(key, withShownNames(value, shownName));
  putIdentity(put, record);
  putName('eventName', record.eventName);
  // Each group is guarded separately: if one fails, the record is exported without it.
  guarded('the caller of a record', () => putCaller(putName, record));
  guarded('the tags of a record', () => putTags(put, record));
  guarded('the call of a record', () => putCall(putName, record));
  guarded('the parameters of a record', () => putParams(putName, record));
  guarded('the usage of a record', () => putUsage(putName, record));
  guarded('the error of a record', () => putError(put, record));
  guarded('the attempts of a record', () => putAttempts(put, record, cost));
  if (cost !== undefined) guarded('the cost of a record', () => putCost(put, cost));
  putContent(put, record);
  const { origin } = record;
  const span: SpanData = {
    traceId: origin.traceId,
    spanId,
    name: nameOf(record),
    kind: record.type === 'usage' && record.callerSeesProvider ? SPAN_KIND.client : SPAN_KIND.server,
    startTime: record.startTime,
    endTime: record.endTime ?? record.startTime,
    failed: record.state === 'failed',
    steady: attributes.steady(),
    attributes: attributes.varying,
  };
  if (origin.parentSpanId !== undefined) span.parentSpanId = origin.parentSpanId;
  return span;
}

function withShownNames(value: unknown, shownName: (name: string) => string): unknown {
  if (typeof value === 'string') return shownName(value);
  return Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? shownName(one) : one)) : value;
}

function nameOf(record: CallRecord): string {
  const { operation, requestModel, method, route } = record.facts;
  const { shownName } = record;
  if (record.eventName !== undefined) return named(shownName, record.type, record.eventName);
  if (record.type === 'request') return named(shownName, method, route ?? pathOf(record)) || 'request';
  return named(shownName, operation ?? 'call', requestModel);
}

function named(shownName: (name: string) => string, ...words: readonly unknown[]): string {
  let name = '';
  for (const word of words) {
    const text = shortened(redactName(shownName(textOf(word) ?? '')));
    if (text !== '') name += name === '' ? text : ` ${text}`;
  }
  return name;
}

function putIdentity(put: Put, record: CallRecord): void {
  put('recordType', record.type);
  put('state', record.state);
  put('versionUnixMs', versionOf(record, Date.now()));
  put('captureLevel', record.captureLevel);
  put('amountNanoUsd', record.amountNanoUsd);
  put('balanceAfterNanoUsd', record.balanceAfterNanoUsd);
}

function putContent(put: Put, record: CallRecord): void {
  // The capture level may have been lowered after some content was recorded.
  for (const [key, text] of record.content) if (recordsContent(record.captureLevel, key)) put(key, text);
  if (record.errorBodies.length > 0) put('attemptErrorBodies', record.errorBodies);
}

function attemptSpan(record: CallRecord, attempt: AttemptRecord, parent: SpanData, spanId: string): SpanData {
  const startTime = record.startTime + attempt.offsetMs;
  const { provider, model, serverAddress } = attempt.info;
  const { shownName } = record;
  const failed = attempt.state === 'failed';
  const values: readonly (readonly [AttributeKey, unknown])[] = [
    ['provider', provider],
    ['requestModel', model ?? record.facts.requestModel],
    ['serverAddress', serverAddress],
    ['statusCode', attempt.statusCode],
    ['errorType', failed ? errorTypeOf(attempt.ending?.error, attempt.statusCode, shownName) : undefined],
  ];
  const attributes = values.flatMap(([key, value]): [AttributeKey, AttributeValue][] => {
    const valid = value === undefined ? undefined : attributeValue(key, withShownNames(value, shownName));
    return valid === undefined ? [] : [[key, valid]];
  });
  return {
    traceId: parent.traceId,
    spanId,
    parentSpanId: parent.spanId,
    name: named(shownName, 'attempt', `${attempt.index + 1}.${attempt.retry + 1}`, provider),
    kind: SPAN_KIND.client,
    startTime,
    endTime: startTime + (attempt.durationMs ?? 0),
    failed,
    attributes,
  };
}
