import {
  parseIds,
  parseKey,
  parseRef,
  parseStart,
  isZero,
  requestViewIn,
  REQUEST_VIEW_PARAMETERS,
} from './request-parameters.ts';
import { parseUsageLog, selectionOf, writeUsageLog, DEFAULT_STATE, requestPath, type UsageLogState } from './links.ts';
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
  /** The usage log from which the request was opened; null for another link. */
  list: UsageLogState | null;
}

/**
 * Page of a request that was opened from the usage log. Its parameter `list` is the query string of the log, so that the page can
 * go to the requests before and after it and back to the list. Without it in a log that is not sorted by time.
 */
export function requestPathInList(ref: RequestRef, ds: string | null, view: RequestView, log: UsageLogState): string {
  const path = requestPath(ref, ds, view);
  if (log.sort !== DEFAULT_STATE.sort || log.by !== DEFAULT_STATE.by) {
    return path;
  }
  const list = writeUsageLog({ ...DEFAULT_STATE, ...selectionOf(log), ds: null });
  // A list without parameters is a list too.
  return `${path}&${new URLSearchParams({ list: list.toString() })}`;
}

/** Reads path and query of a request's page. If only `at` is wrong, `ref` is the request without it. */
export function parseRequestPage(
  { traceId = '', spanId = '' }: { traceId?: string | undefined; spanId?: string | undefined },
  search: URLSearchParams,
): RequestPageState {
  const view = requestViewIn(parseParameters(REQUEST_VIEW_PARAMETERS, search).state);
  const inList = search.get('list');
  const list = inList === null ? null : { ...parseUsageLog(new URLSearchParams(inList)).state, ds: search.get('ds') };
  const ids = parseIds(traceId, spanId);
  if (ids === null) {
    return { ref: null, problem: isZero(traceId) || isZero(spanId) ? 'zero' : 'ids', view, list };
  }
  const [at, sender] = [search.get('at'), search.get('sender')];
  const startUnixNano = at === null ? null : parseStart(at);
  const ref = { ...ids, startUnixNano, ...(sender && isReadable(sender) && { sender }) };
  return { ref, problem: at !== null && startUnixNano === null ? 'at' : null, view, list };
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
