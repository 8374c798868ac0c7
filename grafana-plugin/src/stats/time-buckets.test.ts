import type { TimeZone } from '@grafana/data';
import { isPartial, previousRange, timeBuckets } from './time-buckets.ts';

const MAX = 96;
const range = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
/** The bounds in UTC, without seconds. */
const boundsOf = (from: string, to: string, timeZone: TimeZone, max = MAX) =>
  timeBuckets(range(from, to), timeZone, max).bounds.map((ms) => new Date(ms).toISOString().slice(0, 16));

test.each([
  ['a quarter of an hour', '2026-11-30T10:00Z', '2026-11-30T10:15Z', 'minute', 1],
  ['6 hours', '2026-11-30T10:00Z', '2026-11-30T16:00Z', 'minute', 5],
  ['24 hours', '2026-11-29T10:00Z', '2026-11-30T10:00Z', 'minute', 15],
  ['2 days', '2026-11-28T10:00Z', '2026-11-30T10:00Z', 'minute', 30],
  ['4 days', '2026-11-26T10:00Z', '2026-11-30T10:00Z', 'hour', 1],
  ['7 days', '2026-11-23T10:00Z', '2026-11-30T10:00Z', 'hour', 3],
  ['20 days', '2026-11-10T10:00Z', '2026-11-30T10:00Z', 'hour', 6],
  ['30 days', '2026-10-31T10:00Z', '2026-11-30T10:00Z', 'day', 1],
  ['90 days', '2026-09-01T10:00Z', '2026-11-30T10:00Z', 'day', 1],
  ['400 days', '2025-10-26T10:00Z', '2026-11-30T10:00Z', 'week', 1],
  ['6 years', '2020-12-01T10:00Z', '2026-11-30T10:00Z', 'month', 1],
  ['all times of the ledger', '1970-01-01T00:00Z', '2262-01-01T00:00Z', 'year', 1],
])('%s are divided into units that fit', (_, from, to, unit, count) => {
  const { length, bounds } = timeBuckets(range(from, to), 'utc', MAX);
  expect(length).toEqual({ unit, count });
  expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  expect(bounds[0]).toBe(Date.parse(from));
  expect(bounds.at(-1)).toBe(Date.parse(to));
});

test('the first and the last bucket are parts of a unit if the range begins and ends within one', () => {
  expect(boundsOf('2026-11-30T10:02Z', '2026-11-30T10:17Z', 'utc', 3)).toEqual([
    '2026-11-30T10:02',
    '2026-11-30T10:05',
    '2026-11-30T10:10',
    '2026-11-30T10:15',
    '2026-11-30T10:17',
  ]);
});

test('a range without length has one bucket', () => {
  expect(timeBuckets({ fromMs: 5, toMs: 5 }, 'utc', MAX).bounds).toEqual([5, 6]);
});

test.each<[string, TimeZone, string, string, string[]]>([
  [
    'a day of 23 hours in Berlin',
    'Europe/Berlin',
    '2026-03-28T10:00Z',
    '2026-03-30T10:00Z',
    ['2026-03-28T10:00', '2026-03-28T23:00', '2026-03-29T22:00', '2026-03-30T10:00'],
  ],
  [
    'a day of 25 hours in Berlin',
    'Europe/Berlin',
    '2026-10-24T10:00Z',
    '2026-10-26T10:00Z',
    ['2026-10-24T10:00', '2026-10-24T22:00', '2026-10-25T23:00', '2026-10-26T10:00'],
  ],
  [
    'a day of 25 hours in St. John’s',
    'America/St_Johns',
    '2026-10-31T12:00Z',
    '2026-11-02T12:00Z',
    ['2026-10-31T12:00', '2026-11-01T02:30', '2026-11-02T03:30', '2026-11-02T12:00'],
  ],
  [
    'days in Kathmandu',
    'Asia/Kathmandu',
    '2026-11-28T12:00Z',
    '2026-11-30T12:00Z',
    ['2026-11-28T12:00', '2026-11-28T18:15', '2026-11-29T18:15', '2026-11-30T12:00'],
  ],
])('%s begin at midnight of the zone', (_, timeZone, from, to, bounds) => {
  expect(boundsOf(from, to, timeZone, 2)).toEqual(bounds);
});

test('months begin at midnight of the zone, over summer time', () => {
  expect(boundsOf('2026-01-31T23:00Z', '2026-04-30T22:00Z', 'Europe/Berlin', 4)).toEqual([
    '2026-01-31T23:00',
    '2026-02-28T23:00',
    '2026-03-31T22:00',
    '2026-04-30T22:00',
  ]);
});

test.each<[string, TimeZone, string, string, string[]]>([
  [
    'Kathmandu',
    'Asia/Kathmandu',
    '2026-11-30T10:00Z',
    '2026-11-30T13:00Z',
    ['2026-11-30T10:00', '2026-11-30T10:15', '2026-11-30T11:15', '2026-11-30T12:15', '2026-11-30T13:00'],
  ],
  [
    'St. John’s at the end of summer time',
    'America/St_Johns',
    '2026-11-01T03:30Z',
    '2026-11-01T06:30Z',
    ['2026-11-01T03:30', '2026-11-01T04:30', '2026-11-01T05:30', '2026-11-01T06:30'],
  ],
])('hours begin at whole hours of the clock in %s', (_, timeZone, from, to, bounds) => {
  expect(boundsOf(from, to, timeZone, 3)).toEqual(bounds);
});

test.each([
  [
    'summer time begins',
    '2026-03-28T23:00Z',
    '2026-03-29T22:00Z',
    ['2026-03-28T23:00', '2026-03-29T04:00', '2026-03-29T10:00', '2026-03-29T16:00', '2026-03-29T22:00'],
  ],
  [
    'summer time ends',
    '2026-10-24T22:00Z',
    '2026-10-25T23:00Z',
    ['2026-10-24T22:00', '2026-10-25T05:00', '2026-10-25T11:00', '2026-10-25T17:00', '2026-10-25T23:00'],
  ],
])('units of 6 hours begin at 0, 6, 12 and 18 o’clock when %s', (_, from, to, bounds) => {
  expect(boundsOf(from, to, 'Europe/Berlin', 5)).toEqual(bounds);
});

test.each<TimeZone>(['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'utc'])(
  'bounds ascend through a whole year of %s in every length',
  (timeZone) => {
    for (const days of [0.5, 1, 3, 5, 15, 25]) {
      for (let from = Date.UTC(2026, 0, 1, 1, 7); from < Date.UTC(2027, 0, 1); from += days * 86_400_000) {
        const { bounds } = timeBuckets({ fromMs: from, toMs: from + days * 86_400_000 }, timeZone, MAX);
        expect(bounds.length).toBeLessThanOrEqual(MAX + 8);
        expect(bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0))).toBe(true);
      }
    }
  },
);

describe('a bucket is partial', () => {
  const days = timeBuckets(range('2026-11-27T10:00Z', '2026-11-30T10:00Z'), 'utc', 3);
  const now = Date.parse('2026-11-30T10:00Z');

  test('if its day is not over, or began before the range', () => {
    expect([0, 1, 2, 3].map((bucket) => isPartial(days, bucket, now))).toEqual([true, false, false, true]);
  });

  test('if its day is within the range but has not passed', () => {
    const whole = timeBuckets(range('2026-11-29T00:00Z', '2026-12-01T00:00Z'), 'utc', 2);
    expect([0, 1].map((bucket) => isPartial(whole, bucket, now))).toEqual([false, true]);
  });
});

describe('the period before', () => {
  const LATER = Date.parse('2027-06-01T00:00Z');
  const before = (from: string, to: string, timeZone: TimeZone, nowMs = LATER) => {
    const { fromMs, toMs } = previousRange(range(from, to), timeZone, nowMs);
    return [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
  };

  test('is as long', () => {
    expect(before('2026-11-23T10:30Z', '2026-11-30T10:30Z', 'Europe/Berlin')).toEqual([
      '2026-11-16T10:30',
      '2026-11-23T10:30',
    ]);
  });

  test('of a month is the month before, which may be longer', () => {
    expect(before('2026-10-31T23:00Z', '2026-11-30T23:00Z', 'Europe/Berlin')).toEqual([
      '2026-09-30T22:00',
      '2026-10-31T23:00',
    ]);
  });

  test('of days is as many days, also if one of them has 23 hours', () => {
    expect(before('2026-03-28T23:00Z', '2026-03-30T22:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-26T23:00',
      '2026-03-28T23:00',
    ]);
    expect(before('2026-03-29T22:00Z', '2026-03-30T22:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ]);
  });

  test('of a month that has not ended is the same part of the month before', () => {
    const now = Date.parse('2026-11-10T12:00Z');
    expect(before('2026-11-01T00:00Z', '2026-12-01T00:00Z', 'utc', now)).toEqual([
      '2026-10-01T00:00',
      '2026-10-10T12:00',
    ]);
  });

  test('never reaches into the range', () => {
    const now = Date.parse('2026-03-31T12:00Z');
    expect(before('2026-03-01T00:00Z', '2026-04-01T00:00Z', 'utc', now)).toEqual([
      '2026-02-01T00:00',
      '2026-03-01T00:00',
    ]);
  });
});
