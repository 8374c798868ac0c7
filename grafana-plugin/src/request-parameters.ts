import type { RecordKey } from '@tokentrail/records';
import { DEFAULT_REQUEST_VIEW, type RequestRef, type RequestView } from './request/request-view.ts';
import { singleParameter, textParameter, writeParameters, type Parameters } from './url-codec.ts';
import { MAX_TIME_MS } from './url-time.ts';

/** A request's view as URL parameters: `attempt=1.0&tab=metadata&with=<trace>/<span>`. */
export type RequestViewInUrl = Omit<RequestView, 'compareWith'> & { with: RequestView['compareWith'] };

export const REQUEST_VIEW_PARAMETERS: Parameters<RequestViewInUrl> = {
  attempt: textParameter(DEFAULT_REQUEST_VIEW.attempt, (text) => /^\d{1,5}\.\d{1,5}$/.test(text)),
  tab: textParameter(DEFAULT_REQUEST_VIEW.tab, (text) => /^[a-z][\w-]{0,39}$/i.test(text)),
  with: singleParameter<RequestRef | null>(
    DEFAULT_REQUEST_VIEW.compareWith,
    (text) => parseRef(text) ?? undefined,
    (ref) => (ref === null ? '' : formatRef(ref)),
  ),
};

export function requestViewIn({ attempt, tab, with: compareWith }: RequestViewInUrl): RequestView {
  return { attempt, tab, compareWith };
}

export function urlRequestViewOf({ attempt, tab, compareWith }: RequestView): RequestViewInUrl {
  return { attempt, tab, with: compareWith };
}

/** The query string of a request's page or of the usage log with this view of the request. */
export function writeRequestView(view: RequestView, previous: URLSearchParams): URLSearchParams {
  return writeParameters(REQUEST_VIEW_PARAMETERS, urlRequestViewOf(view), previous);
}

/** `<trace>/<span>`, then `/<start>` and `/<sender>` as far as they are known. */
function formatRef({ traceId, spanId, startUnixNano, sender }: RequestRef): string {
  const start = startUnixNano === null ? null : formatStart(startUnixNano);
  return [traceId, spanId, ...(start === null ? [] : [start, ...(sender === undefined ? [] : [sender])])].join('/');
}

export function parseRef(text: string): RequestRef | null {
  const [traceId = '', spanId = '', start, ...sender] = text.split('/');
  const ids = parseIds(traceId, spanId);
  const startUnixNano = start === undefined ? null : parseStart(start);
  if (ids === null || (start !== undefined && startUnixNano === null)) {
    return null;
  }
  return { ...ids, startUnixNano, ...(sender.length > 0 && { sender: sender.join('/') }) };
}

/**
 * Unix milliseconds with as many decimals as the nanoseconds need. The exact start is part of a record's key, so a link
 * with all decimals finds the record directly.
 */
export function formatStart(startUnixNano: string): string {
  const digits = startUnixNano.padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return digits.slice(0, -6) + (fraction && `.${fraction}`);
}

/**
 * Unix nanoseconds. Links of data frames have them, as the ledger has; other links have milliseconds. Null if `text` is
 * neither, and after the last time that the ledger can store.
 */
export function parseStart(text: string): string | null {
  const match = /^(\d{1,13})(?:\.(\d{1,6})|(?<=\d{13})(\d{6}))?$/.exec(text);
  const [, ms, decimals, nanoseconds] = match ?? [];
  if (ms === undefined || Number(ms) > MAX_TIME_MS) {
    return null;
  }
  return BigInt(ms + (decimals ?? nanoseconds ?? '').padEnd(6, '0')).toString();
}

/** Ids of a trace and a span, in lower case. Null if they are none; OpenTelemetry has no id of zeroes only. */
export function parseIds(traceId: string, spanId: string): Pick<RecordKey, 'traceId' | 'spanId'> | null {
  const isValid = /^[0-9a-f]{32}$/i.test(traceId) && /^[0-9a-f]{16}$/i.test(spanId);
  return isValid && !isZero(traceId) && !isZero(spanId)
    ? { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() }
    : null;
}

/** Whether an id has zeroes only. */
export function isZero(id: string): boolean {
  return /^0+$/.test(id);
}

/** `<trace>-<span>-<start>`, and `-<sender>` if it is known. */
export function formatKey(key: RecordKey): string {
  const ids = `${key.traceId}-${key.spanId}-${formatStart(key.startUnixNano)}`;
  return key.sender === undefined ? ids : `${ids}-${key.sender}`;
}

export function parseKey(text: string): RecordKey | null {
  const [traceId = '', spanId = '', start = '', ...sender] = text.split('-');
  const ids = parseIds(traceId, spanId);
  const startUnixNano = parseStart(start);
  const hasSender = sender.length > 0 && sender.join('-') !== '';
  return ids && startUnixNano !== null
    ? { startUnixNano, ...ids, ...(hasSender && { sender: sender.join('-') }) }
    : null;
}
