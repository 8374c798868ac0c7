import type { RecordKey } from '@tokentrail/records';
import { PLUGIN_ID } from './constants.ts';
import { prefixRoute, ROUTES } from './routes.ts';
import { parseParameters, textParameter, writeParameters, type Parameters } from './url-codec.ts';

/** URL parameters that all pages share. `from` and `to` have Grafana's format: `now-7d` or Unix milliseconds. */
export interface SharedState {
  from: string;
  to: string;
  /** Uid of the data source; null for the one in the app's settings. */
  ds: string | null;
  /** Search text. */
  q: string;
}

/** URL parameters of the usage log. */
export interface UsageLogState extends SharedState {
  /** Rows per page, 10 to 500. */
  limit: number;
  /** The request whose detail is open. */
  open: RecordKey | null;
}

export const DEFAULT_STATE: UsageLogState = { from: 'now-7d', to: 'now', ds: null, q: '', limit: 100, open: null };
export const MIN_LIMIT = 10;
export const MAX_LIMIT = 500;

const SHARED_PARAMETERS: Parameters<SharedState> = {
  from: textParameter(DEFAULT_STATE.from),
  to: textParameter(DEFAULT_STATE.to),
  ds: textParameter(DEFAULT_STATE.ds),
  q: textParameter(DEFAULT_STATE.q),
};

const USAGE_LOG_PARAMETERS: Parameters<UsageLogState> = {
  ...SHARED_PARAMETERS,
  limit: { fallback: DEFAULT_STATE.limit, parse: parseLimit, format: String },
  open: {
    fallback: null,
    parse: (text) => parseKey(text) ?? undefined,
    format: (key) => (key === null ? '' : formatKey(key)),
  },
};

export function parseSharedState(search: URLSearchParams): SharedState {
  return parseParameters(SHARED_PARAMETERS, search);
}

export function parseUsageLog(search: URLSearchParams): UsageLogState {
  return parseParameters(USAGE_LOG_PARAMETERS, search);
}

/** `state` as a query string, without defaults. Unknown parameters of `previous` are kept. */
export function writeUsageLog(state: UsageLogState, previous?: URLSearchParams): URLSearchParams {
  const search = writeParameters(USAGE_LOG_PARAMETERS, state, previous);
  // A range is written as a whole, so that a shared link does not depend on the defaults.
  if (state.from !== DEFAULT_STATE.from || state.to !== DEFAULT_STATE.to) {
    search.set('from', state.from);
    search.set('to', state.to);
  }
  return search;
}

/*
 * Paths are without Grafana's sub path: Grafana's router, `TextLink` and `locationUtil.assureBaseUrl` add it.
 */

export function usageLogPath(): string {
  return prefixRoute(ROUTES.usageLog);
}

/** Configuration page of the app. */
export function configurationPath(): string {
  return `/plugins/${PLUGIN_ID}`;
}

/** Settings page of a data source. */
export function dataSourcePath(uid: string): string {
  return `/connections/datasources/edit/${uid}`;
}

/** Grafana's page for adding a data source. */
export function newDataSourcePath(): string {
  return '/connections/datasources/new';
}

/**
 * Page of one request: `/a/<app>/requests/<trace>/<span>?at=<Unix ms>&sender=<sender>&ds=<uid>`. Without a sender, the
 * page shows one of the records with these ids.
 */
export function requestPath(key: RecordKey, ds: string | null): string {
  const search = new URLSearchParams({
    at: formatStart(key.startUnixNano),
    ...(key.sender !== undefined && { sender: key.sender }),
    ...(ds !== null && { ds }),
  });
  const path = ROUTES.request.replace(':traceId', key.traceId).replace(':spanId', key.spanId);
  return `${prefixRoute(path)}?${search.toString()}`;
}

/** Reads the record key from path and query of a request's page. Null if a part is missing or invalid. */
export function parseRequestPage(
  path: { traceId?: string | undefined; spanId?: string | undefined },
  search: URLSearchParams,
): RecordKey | null {
  const key = parseKey(`${path.traceId ?? ''}-${path.spanId ?? ''}-${search.get('at') ?? ''}`);
  const sender = search.get('sender');
  return key && sender ? { ...key, sender } : key;
}

/**
 * Unix milliseconds with as many decimals as the nanoseconds need. The exact start is part of a record's key, so a link
 * with all decimals finds the record directly.
 */
function formatStart(startUnixNano: string): string {
  const digits = startUnixNano.padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return digits.slice(0, -6) + (fraction && `.${fraction}`);
}

function formatKey(key: RecordKey): string {
  const ids = `${key.traceId}-${key.spanId}-${formatStart(key.startUnixNano)}`;
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

function parseLimit(text: string): number | undefined {
  const limit = Number(text || DEFAULT_STATE.limit);
  return Number.isInteger(limit) ? Math.min(Math.max(limit, MIN_LIMIT), MAX_LIMIT) : undefined;
}
