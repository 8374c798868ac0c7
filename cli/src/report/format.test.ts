import { formatCost, formatDuration, formatRange, formatSum, formatSumChange } from './format.ts';

const range = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

test('amounts have the decimals of the pages, and an unknown one is never $0', () => {
  expect(formatCost('1234567890')).toBe('$1.2346');
  expect(formatSum({ nanoUsd: '1234567890', unknown: 0 })).toBe('$1.23');
  expect(formatSum({ nanoUsd: '21904000', unknown: 0 })).toBe('$0.0219');
  expect(formatSum({ nanoUsd: '9007199254740993000000001', unknown: 0 })).toBe('$9,007,199,254,740,993.00');
  expect(formatSum({ nanoUsd: '1234567890', unknown: 3 })).toBe('≥ $1.23');
  expect(formatSum({ nanoUsd: '0', unknown: 3 })).toBe('—');
  expect(formatSum({ nanoUsd: '0', unknown: 0 })).toBe('$0.0000');
});

test('a change of a cost with unknown parts is marked, and one from nothing is none', () => {
  const sum = (nanoUsd: string, unknown = 0) => ({ nanoUsd, unknown });
  expect(formatSumChange(sum('150'), sum('100'))).toBe('+50.0%');
  expect(formatSumChange(sum('150', 1), sum('100'))).toBe('≈ +50.0%');
  expect(formatSumChange(sum('150'), sum('0', 2))).toBe('—');
});

test.each([
  [0.4, '0 ms'],
  [312.4, '312 ms'],
  [2410, '2.41 s'],
  [10_840, '10.8 s'],
  [192_000, '3.20 mins'],
  [7_200_000, '2.00 hours'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('a period is named by its month, its days or its times', () => {
  const plain = (text: string) => text.replace(/[\u2009\u202f]/g, ' ');
  expect(formatRange(range('2026-10-31T23:00Z', '2026-11-30T23:00Z'), 'Europe/Berlin')).toBe('November 2026');
  expect(plain(formatRange(range('2026-11-01T00:00Z', '2026-11-08T00:00Z'), 'UTC'))).toBe('Nov 1 – 7, 2026');
  expect(plain(formatRange(range('2026-11-01T08:00Z', '2026-11-01T20:00Z'), 'UTC'))).toBe('Nov 1, 2026, 08:00 – 20:00');
});
