import type { RecordKey } from '@tokentrail/records';
import { DEFAULT_REQUEST_VIEW, type RequestRef, type RequestView } from './request/request-view.ts';
import {
  isReadable,
  parseParameters,
  singleParameter,
  textParameter,
  writeParameters,
  type Parameters,
} from './url-codec.ts';
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

/** The query string of a request's page that searches for the request. */
export function withoutStart(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete('at');
  return next;
}

/** What the URL of a request's page means. */
export interface RequestPageState {
  /** The request; null if the URL does not identify one. */
  ref: RequestRef | null;
  /** What is wrong: `ids`: they are none; `zero`: an id has zeroes only; `at`: it is no time. */
  problem: 'ids' | 'zero' | 'at' | null;
  view: RequestView;
}

/** Reads path and query of a request's page. If only `at` is wrong, `ref` is the request without it. */
export function parseRequestPage(
  { traceId = '', spanId = '' }: { traceId?: string | undefined; spanId?: string | undefined },
  search: URLSearchParams,
): RequestPageState {
  const view = requestViewIn(parseParameters(REQUEST_VIEW_PARAMETERS, search).state);
  const ids = parseIds(traceId, spanId);
  if (ids === null) {
    return { ref: null, problem: isZero(traceId) || isZero(spanId) ? 'zero' : 'ids', view };
  }
  const [at, sender] = [search.get('at'), search.get('sender')];
  const startUnixNano = at === null ? null : parseStart(at);
  const ref = { ...ids, startUnixNano, ...(sender && isReadable(sender) && { sender }) };
  return { ref, problem: at !== null && startUnixNano === null ? 'at' : null, view };
}

/** `<trace>/<span>`, then `/<start>` and `/<sender>` as far as they are known. */
function formatRef({ traceId, spanId, startUnixNano, sender }: RequestRef): string {
  const start = startUnixNano === null ? null : formatStart(startUnixNano);
  return [traceId, spanId, ...(start === null ? [] : [start, ...(sender === undefined ? [] : [sender])])].join('/');
}

function parseRef(text: string): RequestRef | null {
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
function parseStart(text: string): string | null {
  const match = /^(\d{1,13})(?:\.(\d{1,6})|(?<=\d{13})(\d{6}))?$/.exec(text);
  const [, ms, decimals, nanoseconds] = match ?? [];
  if (ms === undefined || Number(ms) > MAX_TIME_MS) {
    return null;
  }
  return BigInt(ms + (decimals ?? nanoseconds ?? '').padEnd(6, '0')).toString();
}

/** Ids of a trace and a span, in lower case. Null if they are none; OpenTelemetry has no id of zeroes only. */
function parseIds(traceId: string, spanId: string): Pick<RecordKey, 'traceId' | 'spanId'> | null {
  const isValid = /^[0-9a-f]{32}$/i.test(traceId) && /^[0-9a-f]{16}$/i.test(spanId);
  return isValid && !isZero(traceId) && !isZero(spanId)
    ? { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() }
    : null;
}

/** Whether an id has zeroes only. */
function isZero(id: string): boolean {
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

/**
 * The request that a pasted text names: the address of its page or of an open drawer, or its ids as they are in an address.
 * Null if it is none of these.
 */
export function parsePastedRequest(text: string): RequestRef | null {
  const trimmed = text.trim();
  const [pathname = '', query = ''] = trimmed.split('?');
  const searchParams = new URLSearchParams(query.split('#')[0]);
  const [, traceId, spanId] = /\/([0-9a-f]{32})\/([0-9a-f]{16})\/?$/i.exec(pathname) ?? [];
  return traceId === undefined
    ? (parseKey(searchParams.get('open') ?? trimmed) ?? parseRef(trimmed))
    : parseRequestPage({ traceId, spanId }, searchParams).ref;
}
