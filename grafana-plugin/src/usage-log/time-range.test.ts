import { urlRangeOf, shifted, timeRangeOf, zoomedOut } from './time-range.ts';

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
