import fc from 'fast-check';
import { inDailyWindow, inDates, parseWindow } from './windows.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);

const at = (text: string) => Date.parse(text);

test.each([
  ['16:30-00:30', '2026-09-01T16:30:00Z', true],
  ['16:30-00:30', '2026-09-01T16:29:59.999Z', false],
  ['16:30-00:30', '2026-09-02T00:29:59.999Z', true],
  ['16:30-00:30', '2026-09-02T00:30:00Z', false],
  ['00:00-24:00', '2026-09-02T23:59:59Z', true],
])('%s at %s: %s', (window, instant, holds) => {
  expect(inDailyWindow({ window }, at(instant)).holds).toBe(holds);
});

test('a window follows the clock of its zone through clock changes', () => {
  const time = { window: '02:00-04:00', tz: 'Europe/Berlin' };
  // 29 March 2026: 02:00 does not exist, the clock goes from 01:59 (00:59Z) to 03:00 (01:00Z).
  expect(inDailyWindow(time, at('2026-03-29T00:59:59Z'))).toMatchObject({
    holds: false,
    span: { until: at('2026-03-29T01:00:00Z') },
  });
  expect(inDailyWindow(time, at('2026-03-29T01:00:00Z')).holds).toBe(true);
  expect(inDailyWindow(time, at('2026-03-29T02:00:00Z')).holds).toBe(false);
  // 25 October 2026: 02:30 happens twice.
  expect(inDailyWindow(time, at('2026-10-25T00:30:00Z')).holds).toBe(true);
  expect(inDailyWindow(time, at('2026-10-25T01:30:00Z')).holds).toBe(true);
});

test('a window over midnight belongs to the day on which it opens', () => {
  const time = { window: '22:00-02:00', days: ['fri'] };
  expect(inDailyWindow(time, at('2026-09-04T23:00:00Z')).holds).toBe(true); // Friday
  expect(inDailyWindow(time, at('2026-09-05T01:00:00Z')).holds).toBe(true); // the night after
  expect(inDailyWindow(time, at('2026-09-05T23:00:00Z')).holds).toBe(false);
  expect(inDailyWindow(time, at('2026-09-04T01:00:00Z')).holds).toBe(false);
});

test('the result stays the same within its span', () => {
  const zones = ['UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Shanghai'];
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '17', '30', '59'))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`);
  fc.assert(
    fc.property(
      clock,
      clock,
      fc.constantFrom(...zones),
      fc.integer({ min: at('2026-01-01'), max: at('2027-01-01') }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (opens, closes, tz, now, part) => {
        fc.pre(opens !== closes);
        const time = { window: `${opens}-${closes}`, tz, days: ['mon', 'wed', 'sun'] };
        const { holds, span } = inDailyWindow(time, now);
        expect(span.from <= now && now < span.until).toBe(true);
        const other = Math.floor(span.from + part * (span.until - 1 - span.from));
        expect(inDailyWindow(time, other).holds).toBe(holds);
      },
    ),
    { numRuns: RUNS },
  );
});

test.each(['', '8-9', '25:00-26:00', '10:00-10:00', '10:60-11:00', '24:30-01:00'])('"%s" is not a window', (text) => {
  expect(parseWindow(text)).toBeNull();
});

test('a date range includes its first instant and excludes its last', () => {
  const range = { from: '2026-04-23', to: '2026-05-01T00:00:00+02:00' };
  expect(inDates(range, at('2026-04-23T00:00:00Z'))).toEqual({
    holds: true,
    span: { from: at('2026-04-23'), until: at('2026-04-30T22:00:00Z') },
  });
  expect(inDates(range, at('2026-04-22T23:59:59.999Z')).holds).toBe(false);
  expect(inDates(range, at('2026-04-30T22:00:00Z')).holds).toBe(false);
  expect(inDates({}, 0).holds).toBe(true);
});
