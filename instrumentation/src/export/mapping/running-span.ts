import { ATTRIBUTES, encodeAttempt, type AttributeKey } from '@tokentrail/records';
import { TOKENS } from '../../record/token-counts.ts';
import type { CallRecord } from '../../record/call-record.ts';
import type { SpanData } from '../otlp/span-encoder.ts';
import { recordSpan } from './span-of-record.ts';

/** Attributes set only at the end: a running call's usage so far is not its final usage. */
const END_ONLY: ReadonlySet<AttributeKey> = new Set<AttributeKey>([...TOKENS, 'timeToFirstChunk']);

/** The span of a running record, without content, tokens and cost. Its end is `now` (unix ms). */
export function runningSpan(record: CallRecord, spanId: string, now: number): SpanData {
  const { steady, ...span } = recordSpan(record, undefined, spanId);
  const attributes: SpanData['attributes'] = [...(steady?.attributes ?? []), ...span.attributes]
    .filter(([key]) => ATTRIBUTES[key].store === 'ledger' && !END_ONLY.has(key))
    .map(([key, value]) => [key, key === 'attempts' ? attemptsSoFar(record) : value]);
  return { ...span, attributes, endTime: Math.max(record.startTime, now) };
}

function attemptsSoFar(record: CallRecord): string[] {
  return record.orderedAttempts().map((attempt) => {
    const { usage: _, ...soFar } = attempt.toAttempt(record.shownName);
    return encodeAttempt(soFar);
  });
}
