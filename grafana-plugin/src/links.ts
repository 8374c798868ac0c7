import { locationUtil, type TimeZone } from '@grafana/data';
import type { RecordKey } from '@tokentrail/records';
import { SORT_FIELDS, type SortField } from '@tokentrail/usage-store';
import { PLUGIN_ID } from './constants.ts';
import { filterInUrl, filtersIn, URL_FILTER, urlFilterOf, type UrlFilter } from './filter-parameters.ts';
import { NO_FILTER, type FilterState } from './filters/filters.ts';
import { LAYOUT_PARAMETERS, OWN_LAYOUT, type LayoutState } from './layout-parameters.ts';
import {
  formatKey,
  formatStart,
  parseKey,
  REQUEST_VIEW_PARAMETERS,
  requestViewIn,
  urlRequestViewOf,
  writeRequestView,
  type RequestViewInUrl,
} from './request-parameters.ts';
import { DEFAULT_REQUEST_VIEW, type RequestRef, type RequestView } from './request/request-view.ts';
import { prefixRoute, ROUTES } from './routes.ts';
import { DEFAULT_VIEW, STATS_VIEW_PARAMETERS, type StatsView } from './stats-parameters.ts';
import {
  parseParameters,
  singleParameter,
  textParameter,
  withoutUnknown,
  writeParameters,
  type Parameters,
  type UrlProblem,
} from './url-codec.ts';
import { isTimeZone, parseUrlTime } from './url-time.ts';

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
  /** What of it is shown. */
  view: RequestView;
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
  view: DEFAULT_REQUEST_VIEW,
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

/** A page's state as it is in the URL: each condition in the parameter of its field. */
type InUrl<T extends SharedState & FilterState> = Omit<T, 'conditions'> & UrlFilter;

const USAGE_LOG_PARAMETERS: Parameters<Omit<InUrl<UsageLogState>, 'view'> & RequestViewInUrl> = {
  ...SHARED_PARAMETERS,
  ...URL_FILTER,
  sort: singleParameter<SortField>(DEFAULT_STATE.sort, (text) => SORT_FIELDS.find((field) => field === text), String),
  limit: singleParameter(DEFAULT_STATE.limit, parseLimit, String),
  open: singleParameter<RecordKey | null>(
    null,
    (text) => parseKey(text) ?? undefined,
    (key) => (key === null ? '' : formatKey(key)),
  ),
  ...REQUEST_VIEW_PARAMETERS,
  ...LAYOUT_PARAMETERS,
};

/** URL parameters of the stats page. */
export interface StatsState extends SharedState, FilterState, StatsView {}

const STATS_PARAMETERS: Parameters<InUrl<StatsState>> = {
  ...SHARED_PARAMETERS,
  ...URL_FILTER,
  ...STATS_VIEW_PARAMETERS,
};

/** Uid of the data source in the URL of any page. Null for the one in the app's settings. */
export function parseDataSource(search: URLSearchParams): string | null {
  return parseParameters({ ds: SHARED_PARAMETERS.ds }, search).state.ds;
}

/** The state that a URL means, and what of it the page does not apply. */
interface Parsed<T> {
  state: T;
  problems: readonly UrlProblem[];
}

/**
 * Reads the URL of the usage log. What cannot be read is replaced by its default and returned in `problems`, with the
 * parameters that the page does not know.
 */
export function parseUsageLog(search: URLSearchParams): Parsed<UsageLogState> {
  const { state, problems } = parsePage(USAGE_LOG_PARAMETERS, search);
  const { sort, limit, open, by, columns, density } = state;
  const view = open === null ? DEFAULT_REQUEST_VIEW : requestViewIn(state);
  return { state: { ...selectionOf(state), sort, limit, open, view, by, columns, density }, problems };
}

/** Reads the URL of the stats page, as `parseUsageLog` does. */
export function parseStats(search: URLSearchParams): Parsed<StatsState> {
  const { state, problems } = parsePage(STATS_PARAMETERS, search);
  const { split, rank } = state;
  return { state: { ...selectionOf(state), split, rank }, problems };
}

function parsePage<T extends SharedState & UrlFilter>(parameters: Parameters<T>, search: URLSearchParams) {
  const { state, problems } = parseParameters(parameters, search);
  const filter = filterInUrl(state);
  return {
    state: { ...state, ...readableRange(state, search, problems), ...(filter ?? NO_FILTER) },
    problems: filter === null ? [...problems, ...filtersIn(state)] : problems,
  };
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
  const view = state.open === null ? DEFAULT_REQUEST_VIEW : state.view;
  return writePage(USAGE_LOG_PARAMETERS, { ...state, ...urlFilterOf(state), ...urlRequestViewOf(view) }, previous);
}

/** `state` as a query string, as `writeUsageLog` writes it. */
export function writeStats(state: StatsState, previous?: URLSearchParams): URLSearchParams {
  return writePage(STATS_PARAMETERS, { ...state, ...urlFilterOf(state) }, previous);
}

function writePage<T extends SharedState>(parameters: Parameters<T>, state: T, previous?: URLSearchParams) {
  const search = writeParameters(parameters, state, previous);
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

/** The query string of the stats page without what the page does not apply. */
export function withoutStatsProblems(search: URLSearchParams): URLSearchParams {
  return writeStats(parseStats(search).state, withoutUnknown(STATS_PARAMETERS, search));
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

/** What two pages share: the selected records, and how times are shown. */
export function selectionOf(state: SharedState & FilterState): SharedState & FilterState {
  const { from, to, tz, refresh, ds, conditions, q } = state;
  return { from, to, tz, refresh, ds, conditions, q };
}

/** The usage log, with `state` instead of the defaults. */
export function usageLogPath(state: Partial<UsageLogState> = {}): string {
  return withQuery(ROUTES.usageLog, writeUsageLog({ ...DEFAULT_STATE, ...state }));
}

/** The stats page, with `state` instead of the defaults. */
export function statsPath(state: Partial<StatsState> = {}): string {
  return withQuery(ROUTES.stats, writeStats({ ...selectionOf(DEFAULT_STATE), ...DEFAULT_VIEW, ...state }));
}

function withQuery(route: string, search: URLSearchParams): string {
  const query = search.toString();
  return prefixRoute(route) + (query && `?${query}`);
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
 * Page of one request: `/a/<app>/requests/<trace>/<span>?at=<Unix ms>&sender=<sender>&ds=<uid>`, and the parameters of
 * `view`. Without a start, the page searches for the request; without a sender, it shows one of the records with these ids.
 */
export function requestPath(ref: RequestRef, ds: string | null, view = DEFAULT_REQUEST_VIEW): string {
  const search = new URLSearchParams({
    ...(ref.startUnixNano !== null && { at: formatStart(ref.startUnixNano) }),
    ...(ref.sender !== undefined && { sender: ref.sender }),
    ...(ds !== null && { ds }),
  });
  const path = ROUTES.request.replace(':traceId', ref.traceId).replace(':spanId', ref.spanId);
  return withQuery(path, writeRequestView(view, search));
}

function parseLimit(text: string): number | undefined {
  const limit = Number(text);
  return Number.isInteger(limit) ? Math.min(Math.max(limit, MIN_LIMIT), MAX_LIMIT) : undefined;
}
