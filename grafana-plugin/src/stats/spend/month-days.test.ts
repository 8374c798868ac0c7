import { utcMonthDaysAt } from '@tokentrail/usage-store';
import { monthDaysAt } from './month-days.ts';

const DAY_MS = 86_400_000;

it('starts with the month before and ends with today', () => {
  const { bounds, firstDay, month, previous } = monthDaysAt(Date.UTC(2026, 10, 10, 6), 'utc');
  expect(bounds).toHaveLength(31 + 10 + 1);
  expect(bounds[0]).toBe(Date.UTC(2026, 9, 1));
  expect(bounds[firstDay]).toBe(month.fromMs);
  expect(bounds.at(-1)).toBe(Date.UTC(2026, 10, 11));
  expect(month).toEqual({ fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 11, 1) });
  expect(previous).toEqual({ fromMs: Date.UTC(2026, 9, 1), toMs: Date.UTC(2026, 10, 1) });
});

it('counts what is left of today as a part of a day', () => {
  const { passed, daysLeft } = monthDaysAt(Date.UTC(2026, 10, 10, 6), 'utc');
  expect(daysLeft).toBe(20.75);
  expect(passed).toBeCloseTo(9.25 / 30, 12);
});

it('is complete for the last instant of a month', () => {
  const { bounds, daysLeft } = monthDaysAt(Date.UTC(2026, 10, 30, 23, 59, 59, 999), 'utc');
  expect(bounds.at(-1)).toBe(Date.UTC(2026, 11, 1));
  expect(daysLeft).toBeCloseTo(0, 6);
});

it.each(['2026-01-01T00:00:00Z', '2026-02-28T23:59:59.999Z', '2028-02-29T12:00:00Z', '2026-12-31T01:00:00Z'])(
  'has the days of budgets, which are those of UTC: %s',
  (time) => {
    const nowMs = Date.parse(time);
    expect(utcMonthDaysAt(nowMs)).toEqual(monthDaysAt(nowMs, 'utc'));
  },
);

it('uses the days of the zone', () => {
  const lateInUtc = Date.UTC(2026, 10, 30, 23, 30);
  expect(monthDaysAt(lateInUtc, 'utc').month.fromMs).toBe(Date.UTC(2026, 10, 1));
  expect(monthDaysAt(lateInUtc, 'Asia/Kathmandu').month.fromMs).toBe(Date.UTC(2026, 10, 30, 18, 15));
});

it.each([
  ['Europe/Berlin', 2026, 2],
  ['Europe/Berlin', 2026, 9],
  ['America/St_Johns', 2026, 10],
  // Midnight of a day does not exist when the clock goes forward there.
  ['America/Santiago', 2026, 8],
])('has each day of the calendar once over summer time: %s', (timeZone, year, month) => {
  const lastOfMonth = Date.UTC(year, month + 1, 0, 20);
  const { bounds } = monthDaysAt(lastOfMonth, timeZone);
  const daysOf = (index: number) => new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
  expect(bounds).toHaveLength(daysOf(month - 1) + daysOf(month) + 1);
  const lengths = bounds.slice(1).map((bound, index) => (bound - (bounds[index] ?? 0)) / (DAY_MS / 24));
  expect(lengths.filter((hours) => hours !== 24)).toHaveLength(1);
});
