import { stepsOf } from './time-steps.ts';

const DAY_MS = 86_400_000;
const panel = { timezone: 'Europe/Berlin', intervalMs: 60_000, maxDataPoints: 1000 };
const at = (text: string) => Date.parse(text);

test('a step is a unit of the zone, also when the clock changes', () => {
  const range = { fromMs: at('2026-10-24T00:00:00+02:00'), toMs: at('2026-10-27T00:00:00+01:00') };
  expect(stepsOf(range, 'day', panel).bounds).toEqual([
    at('2026-10-24T00:00:00+02:00'),
    at('2026-10-25T00:00:00+02:00'),
    at('2026-10-26T00:00:00+01:00'),
    at('2026-10-27T00:00:00+01:00'),
  ]);
});

test.each([
  ['the panel is wide', { ...panel, maxDataPoints: 5000 }, 169],
  ['the panel shows few points', { ...panel, maxDataPoints: 10 }, 8],
  ['the interval of the panel is long', { ...panel, intervalMs: DAY_MS }, 8],
])('the automatic step fits if %s', (_name, options, bounds) => {
  const range = { fromMs: at('2026-11-01T00:00:00+01:00'), toMs: at('2026-11-08T00:00:00+01:00') };
  expect(stepsOf(range, 'auto', options).bounds).toHaveLength(bounds);
});

test.each([30, 365, 36_500])('a step that gives too many points says what to do: %s days', (days) => {
  const toMs = at('2026-11-30T00:00:00Z');
  expect(() => stepsOf({ fromMs: toMs - days * DAY_MS, toMs }, 'hour', panel)).toThrow(
    /^This step gives [\d,]+ points, and the most is 400\. Choose a longer step/,
  );
});

test('a range without length has one point', () => {
  expect(stepsOf({ fromMs: 5000, toMs: 5000 }, 'auto', panel).bounds).toEqual([5000, 5001]);
});
