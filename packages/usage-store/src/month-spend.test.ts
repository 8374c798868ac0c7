import { monthSpend, type DaySpend } from './month-spend.ts';

const day = (usd: number, unknown = 0): DaySpend => ({
  calls: usd > 0 || unknown > 0 ? 1 : 0,
  charged: { nanoUsd: String(usd * 1e9), unknown },
});
const usd = (amount: number, unknown = 0) => ({ nanoUsd: String(amount * 1e9), unknown });
const none = (count: number) => Array.from({ length: count }, () => day(0));

it('sums the month so far and the whole month before', () => {
  const spend = monthSpend([day(3), day(4), day(1), day(2)], { firstDay: 2, daysLeft: 28 });
  expect(spend.previous).toEqual(usd(7));
  expect(spend.spent).toEqual(usd(3));
});

it('expects the mean of the last seven complete days for each day that is left', () => {
  const days = [...none(20), day(100), day(100), ...[1, 2, 3, 4, 5, 6, 7].map((amount) => day(amount)), day(2)];
  const { projected, completeDays, spent } = monthSpend(days, { firstDay: 22, daysLeft: 10.5 });
  expect(completeDays).toBe(7);
  expect(spent).toEqual(usd(30));
  // The mean of 1 to 7 is 4; today is not complete.
  expect(projected).toEqual(usd(30 + 4 * 10.5));
});

it('counts complete days without calls', () => {
  const days = [...none(20), day(1), day(7), ...none(6), day(0)];
  expect(monthSpend(days, { firstDay: 20, daysLeft: 7 }).projected).toEqual(usd(8 + 7));
});

it('has no projection before three complete days', () => {
  const { projected, completeDays } = monthSpend([...none(20), day(5), day(1), day(1), day(1)], {
    firstDay: 20,
    daysLeft: 7,
  });
  // Neither the first day, which calls may have begun late, nor today is complete.
  expect(completeDays).toBe(2);
  expect(projected).toBeNull();
});

it('projects from three complete days', () => {
  const days = [...none(20), day(5), day(1), day(2), day(3), day(1)];
  expect(monthSpend(days, { firstDay: 20, daysLeft: 2 }).projected).toEqual(usd(12 + 2 * 2));
});

it('has no projection without calls', () => {
  const spend = monthSpend(none(40), { firstDay: 31, daysLeft: 7 });
  expect(spend).toEqual({ spent: usd(0), previous: usd(0), projected: null, completeDays: 0 });
});

it('counts the unknown costs of all days that a figure is based on', () => {
  const days = [...none(20), day(1, 8), day(1, 2), day(1), day(1, 1), day(1, 4)];
  const { spent, projected } = monthSpend(days, { firstDay: 23, daysLeft: 1 });
  expect(spent.unknown).toBe(5);
  // Also those of complete days of the month before.
  expect(projected?.unknown).toBe(7);
});

it('loses no digit of large sums', () => {
  const exact = { calls: 1, charged: { nanoUsd: '9007199254740993001', unknown: 0 } };
  const days = [exact, exact, exact, exact, exact];
  expect(monthSpend(days, { firstDay: 0, daysLeft: 1 }).projected?.nanoUsd).toBe('54043195528445958006');
});
