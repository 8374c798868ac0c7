import { timeBuckets } from '../time-buckets.ts';
import { bucketTimes } from './bucket-times.ts';

beforeEach(() => jest.useFakeTimers({ now: Date.UTC(2026, 10, 30, 12) }));
afterEach(() => jest.useRealTimers());

const buckets = (from: string, to: string, max: number) =>
  timeBuckets({ fromMs: Date.parse(from), toMs: Date.parse(to) }, 'Europe/Berlin', max);

test.each([
  ['a whole day', buckets('2026-11-20T23:00Z', '2026-11-22T23:00Z', 2), 0, 'Nov 21'],
  ['a whole month', buckets('2026-09-30T22:00Z', '2026-11-30T23:00Z', 3), 1, 'November 2026'],
  ['the rest of a day', buckets('2026-11-21T11:00Z', '2026-11-23T23:00Z', 3), 0, 'Nov 21, 12:00 – Nov 22, 00:00'],
  ['the beginning of a day', buckets('2026-11-20T23:00Z', '2026-11-22T11:00Z', 2), 1, 'Nov 22, 00:00 – 12:00'],
  ['hours', buckets('2026-11-20T23:00Z', '2026-11-21T11:00Z', 4), 1, 'Nov 21, 03:00 – 06:00'],
])('%s', (_, of, bucket, words) => {
  // `Intl` writes thin spaces around a dash.
  expect(bucketTimes(of, bucket, 'Europe/Berlin').replace(/\s/g, ' ')).toBe(words);
});
