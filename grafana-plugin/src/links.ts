import { locationUtil, type TimeZone } from '@grafana/data';
import type { RecordKey } from '@tokentrail/records';
import { SORT_FIELDS, type FilterCondition, type SortField } from '@tokentrail/usage-store';
import { PLUGIN_ID } from './constants.ts';
import { FILTER_PARAMETERS, type FilterParameters } from './filter-parameters.ts';
import { LAYOUT_PARAMETERS, OWN_LAYOUT, type LayoutState } from './layout-parameters.ts';
import { prefixRoute, ROUTES } from './routes.ts';
import {
  isReadable,
  parseParameters,
  singleParameter,
  textParameter,
  withoutUnknown,
  writeParameters,
  type Parameters,
  type UrlProblem,
} from './url-codec.ts';
import { isTimeZone, MAX_TIME_MS, parseUrlTime } from './url-time.ts';
import {
  FILTER_FIELDS,
  filterOfText,
  inOrder,
  isTooLong,
  NO_FILTER,
  stateOf,
  textOf,
  type FilterField,
  type FilterState,
} from './usage-log/filters.ts';

/** URL parameters that all pages share. `from` and `to` have Grafana's format: `now-7d`, Unix milliseconds or a date. */
export interface SharedState {
  from: string;
  to: string;
  /** Time zone: `browser`, `utc` or an IANA name; null for that of the user. */
  tz: TimeZone | null;
  /** Refresh interval such as `10s`; empty for none. */
  refresh: string;
  /** Uid of the data source; null for the one in the app's settings. */
  ds: string | null;
}

/** URL parameters of the usage log. */
export interface UsageLogState extends SharedState, FilterState, LayoutState {
  sort: SortField;
  /** Rows per page, 10 to 500. */
  limit: number;
  /** The request whose detail is open. */
  open: RecordKey | null;
}

export const DEFAULT_STATE: UsageLogState = {
  from: 'now-7d',
  to: 'now',
  tz: null,
  refresh: '',
  ds: null,
  ...NO_FILTER,
  sort: 'time',
  limit: 100,
  open: null,
  ...OWN_LAYOUT,
};
export const MIN_LIMIT = 10;
export const MAX_LIMIT = 500;
const DEFAULT_RANGE_MS = 7 * 86_400_000;

const SHARED_PARAMETERS: Parameters<SharedState> = {
  from: textParameter(DEFAULT_STATE.from, isTime),
  to: textParameter(DEFAULT_STATE.to, isTime),
  tz: textParameter(DEFAULT_STATE.tz, isTimeZone),
  refresh: textParameter(DEFAULT_STATE.refresh, (text) => /^[1-9]\d{0,4}[smhd]$/.test(text)),
  ds: textParameter(DEFAULT_STATE.ds),
};

/** The state as it is in the URL: each condition in the parameter of its field. */
type UrlState = Omit<UsageLogState, 'conditions'> & FilterParameters;

const USAGE_LOG_PARAMETERS: Parameters<UrlState> = {
  ...SHARED_PARAMETERS,
  ...FILTER_PARAMETERS,
  q: textParameter(DEFAULT_STATE.q, (text) => filterOfText(text).problems.length === 0),
  sort: singleParameter<SortField>(DEFAULT_STATE.sort, (text) => SORT_FIELDS.find((field) => field === text), String),
  limit: singleParameter(DEFAULT_STATE.limit, parseLimit, String),
  open: singleParameter<RecordKey | null>(
    null,
    (text) => parseKey(text) ?? undefined,
    (key) => (key === null ? '' : formatKey(key)),
  ),
  ...LAYOUT_PARAMETERS,
};

/** Uid of the data source in the URL of any page. Null for the one in the app's settings. */
export function parseDataSource(search: URLSearchParams): string | null {
  return parseParameters({ ds: SHARED_PARAMETERS.ds }, search).state.ds;
}

/**
 * Reads the URL of the usage log. What cannot be read is replaced by its default and returned in `problems`, with the
 * parameters that the page does not know.
 */
export function parseUsageLog(search: URLSearchParams): {
  state: UsageLogState;
  problems: readonly UrlProblem[];
} {
  const { state, problems } = parseParameters(USAGE_LOG_PARAMETERS, search);
  const range = readableRange(state, search, problems);
  const filter = filterInUrl(state);
  return {
    state: { ...withoutFilters(state), ...range, ...(filter ?? NO_FILTER) },
    problems: filter === null ? [...problems, ...filtersIn(state)] : problems,
  };
}

/** The state without the conditions by field. */
function withoutFilters(state: UrlState): Omit<UsageLogState, keyof FilterState> {
  const { tz, refresh, ds, sort, limit, open, by, columns, density, from, to } = state;
  return { from, to, tz, refresh, ds, sort, limit, open, by, columns, density };
}

/** The filter of the URL. The search may contain conditions too. Null if it is too long to be applied. */
function filterInUrl(state: UrlState): FilterState | null {
  const { filter } = filterOfText(state.q);
  const conditions = inOrder([...FILTER_FIELDS.flatMap((field) => state[field]), ...filter.conditions]);
  const whole = { conditions, terms: filter.terms };
  return isTooLong(whole) ? null : stateOf(whole);
}

/** The parameters of a filter that is too long. */
function filtersIn(state: UrlState): UrlProblem[] {
  const texts = writeParameters<FilterParameters & { q: string }>(
    { ...FILTER_PARAMETERS, q: USAGE_LOG_PARAMETERS.q },
    state,
  );
  return [...new Set(texts.keys())].map((name) => ({ kind: 'too_long', name, texts: texts.getAll(name) }));
}

/**
 * The filter by parameters. Values of one parameter are ORed, so a second condition that includes values of the same field
 * is written in the search.
 */
function urlFilterOf({ conditions, q }: FilterState): FilterParameters & { q: string } {
  const byField = Object.fromEntries(FILTER_FIELDS.map((field) => [field, [] as FilterCondition[]])) as Record<
    FilterField,
    FilterCondition[]
  >;
  const inSearch: FilterCondition[] = [];
  for (const condition of inOrder(conditions)) {
    const others = byField[condition.field];
    const isSecond = !('comparison' in condition) && others.some(({ exclude }) => exclude === condition.exclude);
    (isSecond ? inSearch : others).push(condition);
  }
  const { terms } = filterOfText(q).filter;
  return { ...byField, q: textOf({ conditions: inSearch, terms }) };
}

/**
 * The range of the URL. One unreadable end makes the whole range the default, because the other end alone would select
 * another period than either range. A missing start is as long before the end as by default.
 */
function readableRange(
  { from, to }: SharedState,
  search: URLSearchParams,
  problems: readonly UrlProblem[],
): Pick<SharedState, 'from' | 'to'> {
  if (problems.some(({ kind, name }) => kind === 'invalid' && (name === 'from' || name === 'to'))) {
    return { from: DEFAULT_STATE.from, to: DEFAULT_STATE.to };
  }
  const end = search.get('from') ? null : parseUrlTime(to, 'utc', true);
  return end === null || to === DEFAULT_STATE.to
    ? { from, to }
    : { from: String(end.valueOf() - DEFAULT_RANGE_MS), to };
}

/** `state` as a query string, without defaults. Unknown parameters of `previous` are kept. */
export function writeUsageLog(state: UsageLogState, previous?: URLSearchParams): URLSearchParams {
  const search = writeParameters(USAGE_LOG_PARAMETERS, { ...state, ...urlFilterOf(state) }, previous);
  // A range is written as a whole, so that a shared link does not depend on the defaults.
  if (state.from !== DEFAULT_STATE.from || state.to !== DEFAULT_STATE.to) {
    search.set('from', state.from);
    search.set('to', state.to);
  }
  return search;
}

/** The query string of the usage log without what the page does not apply. */
export function withoutProblems(search: URLSearchParams): URLSearchParams {
  return writeUsageLog(parseUsageLog(search).state, withoutUnknown(USAGE_LOG_PARAMETERS, search));
}

function isTime(text: string): boolean {
  return parseUrlTime(text, 'utc', false) !== null;
}

/** Maximum length of an address that is requested as a whole. Proxies refuse longer ones, nginx at 8 KiB by default. */
const MAX_DOWNLOAD_LENGTH = 8_000;

/**
 * Address of a download from Grafana's server, with Grafana's sub path. Null if it would be too long. The link needs
 * `target="_self"`, because Grafana opens links without a target in its own router.
 */
export function downloadLink(path: string, parameters: Readonly<Record<string, string>>): string | null {
  const query = new URLSearchParams(parameters).toString();
  // These are allowed in a query string, and frequent in SQL.
  const short = query.replaceAll('%28', '(').replaceAll('%29', ')').replaceAll('%2C', ',');
  const link = locationUtil.assureBaseUrl(`${path}?${short}`);
  return link.length > MAX_DOWNLOAD_LENGTH ? null : link;
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
  return key && sender && isReadable(sender) ? { ...key, sender } : key;
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

/** Links of data frames have the start in Unix nanoseconds, as the ledger has it. */
function parseKey(text: string): RecordKey | null {
  const match = /^([0-9a-f]{32})-([0-9a-f]{16})-(\d{1,13})(?:\.(\d{1,6})|(?<=\d{13})(\d{6}))?(?:-(.+))?$/is.exec(text);
  const [, traceId, spanId, ms, decimals, nanoseconds, sender] = match ?? [];
  const fraction = decimals ?? nanoseconds ?? '';
  if (traceId === undefined || spanId === undefined || ms === undefined) {
    return null;
  }
  if (Number(ms) > MAX_TIME_MS) {
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
  const limit = Number(text);
  return Number.isInteger(limit) ? Math.min(Math.max(limit, MIN_LIMIT), MAX_LIMIT) : undefined;
}
