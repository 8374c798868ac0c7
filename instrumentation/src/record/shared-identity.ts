import { createHash } from 'node:crypto';
import { BACKGROUND_RESPONSE } from '@tokentrail/records';

/**
 * The identity of a record that several processes may report. Each derives the same ids and the same start, so the ledger
 * keeps one row (`clickhouse/templates/any-process.sql`).
 */
export interface SharedIdentity {
  readonly responseId: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Unix ms. */
  readonly startTime: number;
  /** Whether this process made the request that began it. At most one process did. */
  readonly begunHere: boolean;
}

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** @param startTime creation of the response as the provider reports it, unix ms. */
export function identityOfResponse(responseId: string, startTime: number, begunHere: boolean): SharedIdentity {
  const digits = createHash('sha256').update(`${BACKGROUND_RESPONSE} ${responseId}`).digest('hex');
  const traceId = digits.slice(0, TRACE_ID_DIGITS);
  const spanId = digits.slice(TRACE_ID_DIGITS, TRACE_ID_DIGITS + SPAN_ID_DIGITS);
  return { responseId, traceId, spanId, startTime, begunHere };
}

interface Versioned {
  readonly ended: boolean;
  readonly startTime: number;
  readonly shared: SharedIdentity | undefined;
}

/**
 * The version of a record that is sent at `now`, both in unix ms: the ledger keeps the highest one. The process that began
 * a response knows its caller, so its report takes precedence. Of the reports of other processes the first one does: a
 * fetch for display, days later, must not make its own caller the one who caused the cost.
 */
export function versionOf({ ended, startTime, shared }: Versioned, now: number): number {
  return ended && shared?.begunHere === false ? startTime - (now - startTime) : now;
}
