import { rangeOf } from './range.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

test.each([
  [undefined, undefined, '2026-11-21T12:00:00.000Z', '2026-11-22T12:00:00.000Z'],
  ['90m', undefined, '2026-11-22T10:30:00.000Z', '2026-11-22T12:00:00.000Z'],
  ['7d', '2d', '2026-11-15T12:00:00.000Z', '2026-11-20T12:00:00.000Z'],
  ['2026-11-01', '2026-11-02T08:00:00+01:00', '2026-11-01T00:00:00.000Z', '2026-11-02T07:00:00.000Z'],
])('from %s to %s', (from, to, start, end) => {
  const { fromMs, toMs } = rangeOf(from, to, NOW);
  expect([new Date(fromMs).toISOString(), new Date(toMs).toISOString()]).toEqual([start, end]);
});

test.each([
  ['yesterday', undefined, 'yesterday is no time'],
  ['1h', '2h', 'the range is empty'],
])('from %s to %s is refused', (from, to, message) => {
  expect(() => rangeOf(from, to, NOW)).toThrow(message);
});
