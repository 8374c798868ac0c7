import {
  parseIds,
  parseKey,
  parseRef,
  parseStart,
  isZero,
  requestViewIn,
  REQUEST_VIEW_PARAMETERS,
} from './request-parameters.ts';
import type { RequestRef, RequestView } from './request/request-view.ts';
import { isReadable, parseParameters } from './url-codec.ts';

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
