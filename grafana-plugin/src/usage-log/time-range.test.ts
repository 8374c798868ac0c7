import { urlOf, shifted, timeRangeOf, zoomedOut } from './time-range.ts';

const HOUR = 3_600_000;
const AT = Date.UTC(2026, 10, 22, 12);

beforeEach(() => jest.useFakeTimers({ now: AT }));
afterEach(() => jest.useRealTimers());

test('a relative range ends now and goes into the address as it is', () => {
  const range = timeRangeOf({ from: 'now-24h', to: 'now' }, 'utc');
  expect([range.from.valueOf(), range.to.valueOf()]).toEqual([AT - 24 * HOUR, AT]);
  expect(urlOf(range)).toEqual({ from: 'now-24h', to: 'now' });
});

test('an absolute range survives its way through the address', () => {
  const address = { from: String(AT - 5 * HOUR), to: String(AT - HOUR) };
  const range = timeRangeOf(address, 'utc');
  expect([range.from.valueOf(), range.to.valueOf()]).toEqual([AT - 5 * HOUR, AT - HOUR]);
  expect(urlOf(range)).toEqual(address);
});

test('moving goes by half the length, zooming out doubles it', () => {
  const range = timeRangeOf({ from: 'now-4h', to: 'now' }, 'utc');
  expect(shifted(range, -1)).toEqual({ from: String(AT - 6 * HOUR), to: String(AT - 2 * HOUR) });
  expect(shifted(range, 1)).toEqual({ from: String(AT - 2 * HOUR), to: String(AT + 2 * HOUR) });
  expect(zoomedOut(range)).toEqual({ from: String(AT - 6 * HOUR), to: String(AT + 2 * HOUR) });
});
