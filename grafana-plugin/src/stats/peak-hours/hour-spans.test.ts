import { spansOfHour, weekdaysFrom } from './hour-spans.ts';

const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);

it.each([
  [1, [1, 2, 3, 4, 5, 6, 7]],
  [0, [7, 1, 2, 3, 4, 5, 6]],
  [6, [6, 7, 1, 2, 3, 4, 5]],
])('begins the week with day %d of Grafana', (firstDay, weekdays) => {
  expect(weekdaysFrom(firstDay)).toEqual(weekdays);
});

it('finds an hour in each week of the range, the newest first', () => {
  const range = { fromMs: at('2026-11-02T00:00Z'), toMs: at('2026-11-16T00:00Z') };
  expect(spansOfHour(range, 'utc', { weekday: 3, hour: 14 })).toEqual([
    { fromMs: at('2026-11-11T14:00Z'), toMs: at('2026-11-11T15:00Z') },
    { fromMs: at('2026-11-04T14:00Z'), toMs: at('2026-11-04T15:00Z') },
  ]);
});

it('cuts off what is outside the range', () => {
  const range = { fromMs: at('2026-11-02T14:20Z'), toMs: at('2026-11-09T14:10Z') };
  expect(spansOfHour(range, 'utc', { weekday: 1, hour: 14 })).toEqual([
    { fromMs: at('2026-11-09T14:00Z'), toMs: at('2026-11-09T14:10Z') },
    { fromMs: at('2026-11-02T14:20Z'), toMs: at('2026-11-02T15:00Z') },
  ]);
});

it('ends the last hour with the day', () => {
  const range = { fromMs: at('2026-11-01T00:00Z'), toMs: at('2026-11-03T00:00Z') };
  expect(spansOfHour(range, 'Asia/Kathmandu', { weekday: 1, hour: 23 })).toEqual([
    { fromMs: at('2026-11-02T17:15Z'), toMs: at('2026-11-02T18:15Z') },
  ]);
});

it.each([
  ['Europe/Berlin', '2026-03-20', '2026-04-04'],
  ['Europe/Berlin', '2026-10-20', '2026-11-04'],
  ['America/St_Johns', '2026-10-25', '2026-11-06'],
  // The day of the change has no midnight.
  ['America/Santiago', '2026-09-01', '2026-09-12'],
  // The clock changes by half an hour.
  ['Australia/Lord_Howe', '2026-10-01', '2026-10-12'],
])('covers every instant of a range once over a change of the clock: %s %s', (timeZone, from, to) => {
  const range = { fromMs: at(`${from}T00:30Z`), toMs: at(`${to}T12:00Z`) };
  const spans = weekdaysFrom(1)
    .flatMap((weekday) => Array.from({ length: 24 }, (_, hour) => spansOfHour(range, timeZone, { weekday, hour })))
    .flat()
    .sort((a, b) => a.fromMs - b.fromMs);
  expect(spans[0]?.fromMs).toBe(range.fromMs);
  expect(spans.at(-1)?.toMs).toBe(range.toMs);
  expect(spans.slice(1).every(({ fromMs }, index) => fromMs === spans[index]?.toMs)).toBe(true);
});

it('has no span for an hour that the clock skips, and two hours for one that it repeats', () => {
  const spring = { fromMs: at('2026-03-29T00:00+01:00'), toMs: at('2026-03-30T00:00+02:00') };
  expect(spansOfHour(spring, 'Europe/Berlin', { weekday: 7, hour: 2 })).toEqual([]);
  const autumn = { fromMs: at('2026-10-25T00:00+02:00'), toMs: at('2026-10-26T00:00+01:00') };
  const [span] = spansOfHour(autumn, 'Europe/Berlin', { weekday: 7, hour: 2 });
  expect((span?.toMs ?? 0) - (span?.fromMs ?? 0)).toBe(2 * HOUR_MS);
});
