import { periodOf, type PeriodOptions } from './period.ts';

const NOW = Date.parse('2026-12-01T00:47:00Z');
const times = (options: PeriodOptions, now = NOW) => {
  const { range, previous, hasEnded, buckets } = periodOf(options, now);
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return {
    period: [iso(range.fromMs), iso(range.toMs)],
    before: [iso(previous.fromMs), iso(previous.toMs)],
    hasEnded,
    bars: [buckets.bounds.length - 1, buckets.length.unit],
  };
};

test('the default is the month before this one, against the month before that', () => {
  expect(times({})).toEqual({
    period: ['2026-11-01T00:00', '2026-12-01T00:00'],
    before: ['2026-10-01T00:00', '2026-11-01T00:00'],
    hasEnded: true,
    bars: [30, 'day'],
  });
});

test('months and days are those of the time zone, also if the clock changes within', () => {
  expect(times({ month: '2026-10', tz: 'Europe/Berlin' })).toEqual({
    period: ['2026-09-30T22:00', '2026-10-31T23:00'],
    before: ['2026-08-31T22:00', '2026-09-30T22:00'],
    hasEnded: true,
    bars: [31, 'day'],
  });
  expect(times({ from: '2026-10-24', to: '2026-10-26', tz: 'Europe/Berlin' })).toMatchObject({
    period: ['2026-10-23T22:00', '2026-10-25T23:00'],
    before: ['2026-10-21T22:00', '2026-10-23T22:00'],
    bars: [49, 'hour'],
  });
  // In New York it is still November.
  expect(times({ month: 'current', tz: 'America/New_York' }).period).toEqual(['2026-11-01T04:00', '2026-12-01T05:00']);
});

test('a month that has not ended is compared with the same part of the month before', () => {
  expect(times({ month: 'current' }, Date.parse('2026-11-03T12:30Z'))).toEqual({
    period: ['2026-11-01T00:00', '2026-12-01T00:00'],
    before: ['2026-10-01T00:00', '2026-10-03T12:30'],
    hasEnded: false,
    bars: [3, 'day'],
  });
});

test('a duration before now is compared with the same time before', () => {
  expect(times({ from: '7d' })).toEqual({
    period: ['2026-11-24T00:47', '2026-12-01T00:47'],
    before: ['2026-11-17T00:47', '2026-11-24T00:47'],
    hasEnded: true,
    bars: [8, 'day'],
  });
  expect(times({ from: '2025-12-01', to: '2026-12-01' }).bars[1]).toBe('week');
  expect(times({ from: '2022-12-01', to: '2026-12-01' }).bars).toEqual([48, 'month']);
});

test.each<[PeriodOptions, string]>([
  [{ month: '2026-13' }, '2026-13 is no month: write 2026-11, current or previous'],
  [{ month: 'november' }, 'november is no month'],
  [{ month: '2026-11', from: '7d' }, 'give --month, or --from and --to'],
  [{ to: '2026-11-01' }, '--to needs --from'],
  [{ from: 'yesterday' }, 'yesterday is no time'],
  [{ from: '2026' + '-02-30' }, '2026-02-30 is no time'],
  [{ from: '2026-11-02', to: '2026-11-01' }, 'the period is empty'],
  [{ from: '2026-12-05', to: '2026-12-06' }, 'the period has not begun yet'],
  [{ from: '2001-01-01' }, 'the period is longer than ten years'],
  [{ tz: 'Berlin' }, 'there is no time zone Berlin: write an IANA name'],
])('%j is refused with what to write', (options, message) => {
  expect(() => periodOf(options, NOW)).toThrow(message);
});
