import {
  DEFAULT_STATE,
  parseRequestPage,
  parseUsageLog,
  requestPath,
  writeUsageLog,
  type UsageLogState,
} from './links.ts';

const key = {
  startUnixNano: '1763820730412123456',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
};
const fromSender = { ...key, sender: '6f0e/ü?&=#- 1' };

const states: [string, UsageLogState][] = [
  ['the default', DEFAULT_STATE],
  ['another period', { ...DEFAULT_STATE, from: 'now-90d' }],
  ['an absolute range', { ...DEFAULT_STATE, from: '1763820000000', to: '1763830000000' }],
  ['a search with all that needs escaping', { ...DEFAULT_STATE, q: 'a/b ?&=#+% ünï "x"' }],
  ['data source, limit and an open request', { ...DEFAULT_STATE, ds: 'P1', limit: 500, open: key }],
  ['an open request of one sender', { ...DEFAULT_STATE, open: fromSender }],
];

test.each(states)('%s survives its way through the address', (_name, state) => {
  expect(parseUsageLog(new URLSearchParams(writeUsageLog(state).toString()))).toEqual(state);
});

test('the default state has an empty address', () => {
  expect(writeUsageLog(DEFAULT_STATE).toString()).toBe('');
});

test('keys that are not ours stay', () => {
  const before = new URLSearchParams('kiosk=1&q=old&limit=50');
  expect(writeUsageLog({ ...DEFAULT_STATE, q: 'new' }, before).toString()).toBe('kiosk=1&q=new');
});

test.each([
  ['limit=7', 10],
  ['limit=9999', 500],
  ['limit=2.5', 100],
  ['limit=x', 100],
  ['', 100],
])('"%s" is a limit of %d', (search, limit) => {
  expect(parseUsageLog(new URLSearchParams(search)).limit).toBe(limit);
});

test.each(['open=', 'open=x', 'open=4bf92f35-00f067aa0ba902b7-1', `open=${key.traceId}-${key.spanId}`])(
  '"%s" opens nothing',
  (search) => {
    expect(parseUsageLog(new URLSearchParams(search)).open).toBeNull();
  },
);

test('the page of a request names it to the nanosecond', () => {
  const path = requestPath(key, 'P1');
  expect(path).toBe(
    '/a/tokentrail-llmusage-app/requests/4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7?at=1763820730412.123456&ds=P1',
  );
  expect(parseRequestPage(key, new URLSearchParams(path.split('?')[1]))).toEqual(key);
});

test('the page of a request of one sender names the sender', () => {
  const search = requestPath(fromSender, null).split('?')[1];
  expect(parseRequestPage(key, new URLSearchParams(search))).toEqual(fromSender);
});

test('a request of a whole millisecond, and a link that knows no more', () => {
  const whole = { ...key, startUnixNano: '1763820730412000000' };
  expect(requestPath(whole, null)).toMatch(/\?at=1763820730412$/);
  expect(parseRequestPage(whole, new URLSearchParams('at=1763820730412'))).toEqual(whole);
});

test('a page without its time names no record', () => {
  expect(parseRequestPage(key, new URLSearchParams(''))).toBeNull();
});
