import { pauseBeforeRestart } from './restarts.ts';

const NOW = 1_000_000;
const pause = (agesMs: number[], failedStarts = 0) =>
  pauseBeforeRestart({ times: agesMs.map((age) => NOW - age), failedStarts }, NOW);

test('the pause grows with each end within a minute', () => {
  expect([pause([0]), pause([9, 0]), pause([9, 5, 0]), pause([9, 5, 3, 0])]).toEqual([500, 1000, 2000, 4000]);
});

test('after five ends within a minute there is no restart', () => {
  expect(pause([59_999, 40_000, 30_000, 20_000, 0])).toBeNull();
});

test('ends that are more than a minute ago do not count', () => {
  expect(pause([300_000, 60_001, 30_000, 20_000, 10_000, 0])).toBe(4000);
  expect(pause([300_000, 200_000, 100_000, 90_000, 80_000, 0])).toBe(500);
});

test('after five failed starts in a row there is no restart, however long each took', () => {
  expect(pause([480_000, 360_000, 240_000, 120_000, 0], 5)).toBeNull();
  expect(pause([360_000, 240_000, 120_000, 0], 4)).toBe(4000);
});
