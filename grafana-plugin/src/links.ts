import type { RecordKey } from '@tokentrail/records';
import { REQUESTS_PATH } from './constants.ts';

/** What the address of the usage log says. `from` and `to` are in Grafana's forms: `now-7d`, unix milliseconds. */
export interface UsageLogState {
  from: string;
  to: string;
  /** Uid of the data source; null leaves the choice to the app's settings. */
  ds: string | null;
  /** Search text. */
  q: string;
  /** Rows per page, 10 to 500. */
  limit: number;
  /** The request whose detail is open. */
  open: RecordKey | null;
}

export const DEFAULT_STATE: UsageLogState = { from: 'now-7d', to: 'now', ds: null, q: '', limit: 100, open: null };
export const MIN_LIMIT = 10;
export const MAX_LIMIT = 500;

const OURS = ['from', 'to', 'ds', 'q', 'limit', 'open'] as const;

/** The state in `search`. What cannot be read is as if it were not there. */
export function parseUsageLog(search: URLSearchParams): UsageLogState {
  return {
    from: search.get('from') || DEFAULT_STATE.from,
    to: search.get('to') || DEFAULT_STATE.to,
    ds: search.get('ds') || null,
    q: search.get('q') ?? '',
    limit: parseLimit(search.get('limit')),
    open: parseKey(search.get('open') ?? ''),
  };
}

/** `state` as a query string, without defaults. Keys of `previous` that are not ours are kept. */
export function writeUsageLog(state: UsageLogState, previous = new URLSearchParams()): URLSearchParams {
  const search = new URLSearchParams(previous);
  const values: Record<(typeof OURS)[number], string | null> = {
    from: state.from === DEFAULT_STATE.from && state.to === DEFAULT_STATE.to ? null : state.from,
    to: state.from === DEFAULT_STATE.from && state.to === DEFAULT_STATE.to ? null : state.to,
    ds: state.ds,
    q: state.q === '' ? null : state.q,
    limit: state.limit === DEFAULT_STATE.limit ? null : String(state.limit),
    open: state.open && writeKey(state.open),
  };
  for (const name of OURS) {
    const value = values[name];
    if (value === null) {
      search.delete(name);
    } else {
      search.set(name, value);
    }
  }
  return search;
}

/**
 * The page of one request: `/a/<app>/requests/<trace>/<span>?at=<unix ms>&sender=<sender>&ds=<uid>`, without Grafana's sub
 * path. A link without a sender finds one record of these ids.
 */
export function requestPath(key: RecordKey, ds: string | null): string {
  const search = new URLSearchParams({
    at: writeAt(key.startUnixNano),
    ...(key.sender !== undefined && { sender: key.sender }),
    ...(ds !== null && { ds }),
  });
  return `${REQUESTS_PATH}/${key.traceId}/${key.spanId}?${search.toString()}`;
}

/** The key in the path and the query of a request's page, null where it names none. */
export function parseRequestPage(
  path: { traceId?: string | undefined; spanId?: string | undefined },
  search: URLSearchParams,
): RecordKey | null {
  const key = parseKey(`${path.traceId ?? ''}-${path.spanId ?? ''}-${search.get('at') ?? ''}`);
  const sender = search.get('sender');
  return key && sender ? { ...key, sender } : key;
}

/**
 * Unix milliseconds with as many decimals as the nanoseconds need: the start of a record is part of its key, so that a
 * link with all of them finds it at once.
 */
function writeAt(startUnixNano: string): string {
  const digits = startUnixNano.padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return digits.slice(0, -6) + (fraction && `.${fraction}`);
}

function writeKey(key: RecordKey): string {
  const ids = `${key.traceId}-${key.spanId}-${writeAt(key.startUnixNano)}`;
  return key.sender === undefined ? ids : `${ids}-${key.sender}`;
}

function parseKey(text: string): RecordKey | null {
  const match = /^([0-9a-f]{32})-([0-9a-f]{16})-(\d{1,13})(?:\.(\d{1,6}))?(?:-(.+))?$/is.exec(text);
  const [, traceId, spanId, ms, fraction = '', sender] = match ?? [];
  if (traceId === undefined || spanId === undefined || ms === undefined) {
    return null;
  }
  const startUnixNano = BigInt(ms + fraction.padEnd(6, '0')).toString();
  return {
    startUnixNano,
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    ...(sender !== undefined && { sender }),
  };
}

function parseLimit(text: string | null): number {
  const limit = Number(text || DEFAULT_STATE.limit);
  return Number.isInteger(limit) ? Math.min(Math.max(limit, MIN_LIMIT), MAX_LIMIT) : DEFAULT_STATE.limit;
}
