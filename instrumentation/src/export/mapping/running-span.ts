import { ATTRIBUTES, encodeAttempt, type AttributeKey } from '@tokentrail/records';
import { TOKENS } from '../../record/attempt-record.ts';
import type { CallRecord } from '../../record/call-record.ts';
import type { SpanData } from '../otlp/span-encoder.ts';
import { recordSpan } from './span-of-record.ts';

/** Numbers are those of the end alone: what a call has used so far is not what it will have used. */
const AT_THE_END: ReadonlySet<AttributeKey> = new Set<AttributeKey>([...TOKENS, 'timeToFirstChunk']);

/** A record as it stands while it runs: without content, tokens and cost. Its end is `now` (unix ms) and will move. */
export function runningSpan(record: CallRecord, spanId: string, now: number): SpanData {
  const sentAttempts = record.attempts.filter((attempt) => attempt.wasSent);
  const { steady, ...span } = recordSpan(record, sentAttempts, undefined, spanId);
  const attributes: SpanData['attributes'] = [...(steady?.attributes ?? []), ...span.attributes]
    .filter(([key]) => ATTRIBUTES[key].store === 'ledger' && !AT_THE_END.has(key))
    .map(([key, value]) => [key, key === 'attempts' ? attemptsSoFar(record) : value]);
  return { ...span, attributes, endTime: Math.max(record.startTime, now) };
}

function attemptsSoFar(record: CallRecord): string[] {
  return record.orderedAttempts().map((attempt) => {
    const { usage: _, ...soFar } = attempt.toAttempt(record.shownName);
    return encodeAttempt(soFar);
  });
}
