import { passedOf } from './use-figures.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 30, 12);

test.each([
  ['ends now', NOW - HOUR, NOW, HOUR],
  ['ended earlier', NOW - 3 * HOUR, NOW - HOUR, 2 * HOUR],
  ['ends in the future, such as today', NOW - 12 * HOUR, NOW + 12 * HOUR, 12 * HOUR],
  ['begins in the future', NOW + HOUR, NOW + 2 * HOUR, 0],
])('the passed part of a range that %s', (_, fromMs, toMs, passedMs) => {
  expect(passedOf({ fromMs, toMs }, NOW)).toBe(passedMs);
});
