import { LINKS, STATS_LINKS } from './testing/links-that-work.ts';
import { withoutVariables } from './filter-parameters.ts';
import { DEFAULT_VIEW } from './stats-parameters.ts';
import {
  DEFAULT_STATE,
  parseStats,
  parseUsageLog,
  requestPath,
  selectionOf,
  statsPath,
  usageLogPath,
  withoutProblems,
  withoutStatsProblems,
  writeUsageLog,
  type UsageLogState,
} from './links.ts';
import { parseRequestPage, requestPathInList } from './request-page-parameters.ts';
import { DEFAULT_REQUEST_VIEW } from './request/request-view.ts';

const key = {
  startUnixNano: '1763820730412123456',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
};
const fromSender = { ...key, sender: '6f0e/ü?&=#- 1' };

test.each(LINKS)('reads the link "$link" as before', ({ link, state, problems = [] }) => {
  const read = parseUsageLog(new URLSearchParams(link));
  expect(read.state).toEqual({ ...DEFAULT_STATE, ...state });
  expect(read.problems.map(({ kind, name }) => `${kind} ${name}`)).toEqual(problems);
});

test.each([
  ['var-model=gpt-4o&var-model=a%26b&from=now-6h&to=now', 'model=gpt-4o&model=a%26b&from=now-6h&to=now'],
  ['var-ds=P1&var-group=%24__all&var-service=All&var-user=', 'ds=P1'],
  ['var-metrics=prometheus&var-sort=cost&var-open=x&q=a', 'q=a'],
  ['var-environment=example&environment=production', 'environment=example&environment=production'],
])('takes the variables of a dashboard in "%s" as filters', (link, expected) => {
  expect(withoutVariables(new URLSearchParams(link))?.toString()).toBe(expected);
});

test('leaves a link without variables as it is', () => {
  expect(withoutVariables(new URLSearchParams('model=var-a&q=var-b'))).toBeNull();
});

const DEFAULT_STATS = { ...selectionOf(DEFAULT_STATE), ...DEFAULT_VIEW };

test.each(STATS_LINKS)('reads the link "$link" to the stats page as before', ({ link, state, problems = [] }) => {
  const read = parseStats(new URLSearchParams(link));
  expect(read.state).toEqual({ ...DEFAULT_STATS, ...state });
  expect(read.problems.map(({ kind, name }) => `${kind} ${name}`)).toEqual(problems);
});

test('the stats page and the usage log link to each other with the same records', () => {
  const query = 'from=now-30d&to=now&tz=Asia%2FTokyo&refresh=10s&ds=P1&model=a&-user=b&cost=%3E0.1&q=agents%2Finvoke';
  const log = parseUsageLog(new URLSearchParams(`${query}&sort=cost&columns=time&by=error`)).state;
  const toStats = new URL(statsPath(selectionOf(log)), 'http://grafana');
  expect(toStats.pathname).toBe('/a/tokentrail-llmusage-app/stats');
  const stats = parseStats(toStats.searchParams);
  expect(stats).toEqual({ state: { ...DEFAULT_STATS, ...selectionOf(log) }, problems: [] });
  const back = parseUsageLog(new URL(usageLogPath(selectionOf(stats.state)), 'http://grafana').searchParams);
  expect(back).toEqual({ state: { ...DEFAULT_STATE, ...selectionOf(log) }, problems: [] });
});

test('removes from a URL of the stats page what it does not apply', () => {
  const search = new URLSearchParams('split=weather&group=shop&limit=50&kiosk=1');
  expect(withoutStatsProblems(search).toString()).toBe('group=shop&kiosk=1');
});

test('removes from a URL what the page does not apply, and nothing else', () => {
  const search = new URLSearchParams('from=garbage&modle=a&modle=b&kiosk=1&q=x&limit=9');
  expect(withoutProblems(search).toString()).toBe('kiosk=1&q=x&limit=10');
});

test('names the filters of a URL that have too many values, and keeps the rest', () => {
  const link = new URLSearchParams([
    ['limit', '50'],
    ['q', 'gpt'],
    ...Array.from({ length: 1_000 }, (_, index) => ['model', `m${index}`]),
  ]);
  const { state, problems } = parseUsageLog(link);
  expect(state).toEqual({ ...DEFAULT_STATE, limit: 50 });
  expect(problems.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['too_long model', 'too_long q']);
  expect(withoutProblems(link).toString()).toBe('limit=50');
});

test('names a search of 1 MB', () => {
  const { state, problems } = parseUsageLog(new URLSearchParams({ q: 'a'.repeat(1_000_000) }));
  expect(state).toEqual(DEFAULT_STATE);
  expect(problems).toMatchObject([{ kind: 'invalid', name: 'q' }]);
});

test.each(['%', 'q=%zz', '=&==&', 'model=%E0%A4%A', 'q=%FF&model=%C3%28'])(
  'reads the broken URL "%s" without an error',
  (link) => {
    expect(() => writeUsageLog(parseUsageLog(new URLSearchParams(link)).state)).not.toThrow();
  },
);

const states: [string, UsageLogState][] = [
  ['the default state', DEFAULT_STATE],
  ['a different period', { ...DEFAULT_STATE, from: 'now-90d' }],
  ['an absolute range', { ...DEFAULT_STATE, from: '1763820000000', to: '1763830000000' }],
  ['a search with characters that need escaping', { ...DEFAULT_STATE, q: 'a/b ?&=#+% ünï "x y"' }],
  ['zone and refresh interval', { ...DEFAULT_STATE, tz: 'Asia/Tokyo', refresh: '10s' }],
  ['data source, limit and an open request', { ...DEFAULT_STATE, ds: 'P1', limit: 500, open: key }],
  ['an open request of one sender', { ...DEFAULT_STATE, open: fromSender }],
];

test.each(states)('reads back the URL written for %s', (_name, state) => {
  expect(parseUsageLog(new URLSearchParams(writeUsageLog(state).toString()))).toEqual({ state, problems: [] });
});

test('writes the default state as an empty query string', () => {
  expect(writeUsageLog(DEFAULT_STATE).toString()).toBe('');
});

test('keeps unknown URL parameters', () => {
  const before = new URLSearchParams('kiosk=1&q=old&limit=50');
  expect(writeUsageLog({ ...DEFAULT_STATE, q: 'new' }, before).toString()).toBe('kiosk=1&q=new');
});

test.each([
  ['limit=7', 10],
  ['limit=9999', 500],
  ['limit=2.5', 100],
  ['limit=x', 100],
  ['', 100],
])('reads "%s" as a limit of %d', (search, limit) => {
  expect(parseUsageLog(new URLSearchParams(search)).state.limit).toBe(limit);
});

test.each([
  'open=',
  'open=x',
  `open=${key.traceId}-${key.spanId}-9999999999999`,
  'open=4bf92f35-00f067aa0ba902b7-1',
  `open=${key.traceId}-${key.spanId}`,
  `open=${'0'.repeat(32)}-${'0'.repeat(16)}-0`,
])('ignores the invalid record key "%s"', (search) => {
  expect(parseUsageLog(new URLSearchParams(search)).state.open).toBeNull();
});

test('identifies a request in its URL to the nanosecond', () => {
  const path = requestPath(key, 'P1');
  expect(path).toBe(
    '/a/tokentrail-llmusage-app/requests/4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7?at=1763820730412.123456&ds=P1',
  );
  expect(parseRequestPage(key, new URLSearchParams(path.split('?')[1]))).toMatchObject({ ref: key, problem: null });
});

test('includes the sender in the URL of a request', () => {
  const search = requestPath(fromSender, null).split('?')[1];
  expect(parseRequestPage(key, new URLSearchParams(search)).ref).toEqual(fromSender);
});

test('reads and writes a start time in whole milliseconds', () => {
  const wholeMs = { ...key, startUnixNano: '1763820730412000000' };
  expect(requestPath(wholeMs, null)).toMatch(/\?at=1763820730412$/);
  expect(parseRequestPage(wholeMs, new URLSearchParams('at=1763820730412')).ref).toEqual(wholeMs);
});

test('identifies a request without its start', () => {
  const ref = { traceId: key.traceId, spanId: key.spanId, startUnixNano: null };
  const path = requestPath(ref, 'P1');
  expect(path).toMatch(/00f067aa0ba902b7\?ds=P1$/);
  expect(parseRequestPage(key, new URLSearchParams('ds=P1'))).toMatchObject({ ref, problem: null });
});

test.each([
  ['ids', { ...key, traceId: 'x' }, ''],
  ['zero', { ...key, traceId: '0'.repeat(32) }, 'at=0'],
  ['zero', { ...key, spanId: '0'.repeat(16) }, 'at=1763820730412'],
  ['at', key, 'at=99999999999999999999'],
  ['at', key, 'at=yesterday'],
])('says that the %s of a link to a request are wrong', (problem, path, search) => {
  expect(parseRequestPage(path, new URLSearchParams(search))).toMatchObject({
    problem,
    ref: problem === 'at' ? { traceId: key.traceId, startUnixNano: null } : null,
  });
});

test.each([
  { attempt: '12.1', tab: null, compareWith: null },
  { attempt: null, tab: 'metadata', compareWith: { ...key, startUnixNano: null } },
  { attempt: null, tab: null, compareWith: fromSender },
])('a link to a request shows the same attempt, tab and comparison', (view) => {
  const onPage = new URLSearchParams(requestPath(key, 'P1', view).split('?')[1]);
  expect(parseRequestPage(key, onPage)).toEqual({ ref: key, problem: null, view, list: null });
  const inDrawer = writeUsageLog({ ...DEFAULT_STATE, open: key, view });
  expect(parseUsageLog(inDrawer)).toEqual({ state: { ...DEFAULT_STATE, open: key, view }, problems: [] });
  expect(writeUsageLog({ ...DEFAULT_STATE, view }).toString()).toBe('');
});

test('the page of a request that was opened from the log knows the log, unless it has another order', () => {
  const log = { ...DEFAULT_STATE, from: 'now-2d', q: 'a&b=%2F', limit: 10, open: key };
  const path = requestPathInList(key, 'P1', DEFAULT_REQUEST_VIEW, log);
  const { ref, list } = parseRequestPage(key, new URLSearchParams(path.split('?')[1]));
  expect({ ref, list }).toEqual({ ref: key, list: { ...DEFAULT_STATE, from: 'now-2d', q: 'a&b=%2F', ds: 'P1' } });
  expect(requestPathInList(key, 'P1', DEFAULT_REQUEST_VIEW, { ...log, sort: 'cost' })).toBe(requestPath(key, 'P1'));
});
