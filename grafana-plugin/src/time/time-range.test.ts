import { MAX_TIME_MS } from '../url-time.ts';
import { shifted, storeRangeOf, timeRangeOf, urlRangeOf, zoomedOut } from './time-range.ts';

const HOUR = 3_600_000;
const AT = Date.UTC(2026, 10, 22, 12);

beforeEach(() => jest.useFakeTimers({ now: AT }));
afterEach(() => jest.useRealTimers());

test('resolves a relative range against the current time and keeps it in the URL', () => {
  const range = timeRangeOf({ from: 'now-24h', to: 'now' }, 'utc');
  expect([range.from.valueOf(), range.to.valueOf()]).toEqual([AT - 24 * HOUR, AT]);
  expect(urlRangeOf(range)).toEqual({ from: 'now-24h', to: 'now' });
});

test('reads back an absolute range from the URL', () => {
  const urlRange = { from: String(AT - 5 * HOUR), to: String(AT - HOUR) };
  const range = timeRangeOf(urlRange, 'utc');
  expect([range.from.valueOf(), range.to.valueOf()]).toEqual([AT - 5 * HOUR, AT - HOUR]);
  expect(urlRangeOf(range)).toEqual(urlRange);
});

test('moves by half the length and doubles the length on zoom out', () => {
  const range = timeRangeOf({ from: 'now-4h', to: 'now' }, 'utc');
  expect(shifted(range, -1)).toEqual({ from: String(AT - 6 * HOUR), to: String(AT - 2 * HOUR) });
  expect(shifted(range, 1)).toEqual({ from: String(AT - 2 * HOUR), to: String(AT + 2 * HOUR) });
  expect(zoomedOut(range)).toEqual({ from: String(AT - 6 * HOUR), to: String(AT + 2 * HOUR) });
});

/** Start and end of a range of the URL, as ISO texts. */
function resolved(from: string, to: string, timeZone = 'utc') {
  const { fromMs, toMs } = storeRangeOf(timeRangeOf({ from, to }, timeZone));
  return [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
}

test.each([
  ['20261122', '20261123T101500', '2026-11-22T00:00:00.000Z', '2026-11-23T10:15:00.000Z'],
  ['2026-11-22', '2026-11-22 10:00:00', '2026-11-22T00:00:00.000Z', '2026-11-22T10:00:00.000Z'],
  ['2026-11-22T10:00:00+02:00', '2026-11-22T10:00:00Z', '2026-11-22T08:00:00.000Z', '2026-11-22T10:00:00.000Z'],
  ['2026-11-22T10:00:00 02:00', '2026-11-22T10:00:00-0300', '2026-11-22T08:00:00.000Z', '2026-11-22T13:00:00.000Z'],
])('resolves %s to %s with their offsets', (from, to, start, end) => {
  expect(resolved(from, to)).toEqual([start, end]);
});

test('reads a date without an offset in the time zone of the page', () => {
  expect(resolved('2026-11-22', '20261123', 'Asia/Tokyo')).toEqual([
    '2026-11-21T15:00:00.000Z',
    '2026-11-22T15:00:00.000Z',
  ]);
});

test('puts a reversed range in order', () => {
  expect(resolved('now', 'now-7d')).toEqual(resolved('now-7d', 'now'));
  expect(resolved(String(AT), String(AT - HOUR))).toEqual(resolved(String(AT - HOUR), String(AT)));
});

test('includes the last second of a day', () => {
  const lastSecond = String(Date.UTC(2026, 10, 22, 23, 59, 59));
  expect(resolved('20261122', lastSecond)[1]).toBe('2026-11-23T00:00:00.000Z');
  expect(resolved('now/d', 'now/d')).toEqual(['2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z']);
  expect(resolved('20261122', String(AT))[1]).toBe('2026-11-22T12:00:00.000Z');
});

test('stays within the times of the ledger, however often the range is zoomed out', () => {
  expect(resolved('-5', '9999999999999')).toEqual(['1970-01-01T00:00:00.000Z', new Date(MAX_TIME_MS).toISOString()]);
  expect(resolved('-99999999999999999999', '99999999999999999999')).toEqual(resolved('0', String(MAX_TIME_MS)));
  expect(resolved('now-5000y', 'now')[0]).toBe('1970-01-01T00:00:00.000Z');
  let urlRange = { from: 'now-90d', to: 'now' };
  for (let zooms = 0; zooms < 20; zooms += 1) {
    urlRange = zoomedOut(timeRangeOf(urlRange, 'utc'));
  }
  expect(urlRange).toEqual({ from: '0', to: String(MAX_TIME_MS) });
  expect(shifted(timeRangeOf(urlRange, 'utc'), -1).from).toBe('0');
});
