import {
  formatCost,
  formatDuration,
  formatExactCost,
  formatFullTime,
  formatPer,
  formatQuantity,
  formatShare,
  formatTime,
  formatTokens,
  formatUsd,
} from './format.ts';

test.each([
  ['0', '$0'],
  ['412070000000', '$412.07'],
  ['1234567890000000', '$1,234,567.89'],
  ['1000000000', '$1.00'],
  ['21900000', '$0.0219'],
  ['10000000', '$0.01'],
  ['500000000', '$0.50'],
  ['31200', '$0.0000312'],
  ['1', '$0.000000001'],
  ['-21900000', '-$0.0219'],
])('formats %s nano-USD as %s', (nano, text) => {
  expect(formatCost(nano)).toBe(text);
});

test('never formats a positive amount as zero', () => {
  for (let nano = 1n; nano < 10n ** 12n; nano *= 7n) {
    expect(formatCost(nano.toString())).not.toMatch(/^\$0(\.0*)?$/);
  }
});

test('keeps every digit of an exact amount', () => {
  expect(formatExactCost('9007199254740993')).toBe('$9007199.254740993');
  expect(formatExactCost('-1')).toBe('-$0.000000001');
});

test.each([
  [0, '0'],
  [826, '826'],
  [8100, '8,100'],
  [12_000, '12.0k'],
  [999_949, '999.9k'],
  [999_950, '1.00M'],
  [41_200_000, '41.20M'],
])('formats %d tokens as %s', (count, text) => {
  expect(formatTokens(count)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [0.25, '0.25 ms'],
  [312.4, '312 ms'],
  [999.6, '1.00 s'],
  [2410, '2.41 s'],
  [59_994, '59.99 s'],
  [59_995, '1 min 0 s'],
  [192_000, '3 min 12 s'],
  [3_600_000, '1 h 0 min'],
])('formats %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('formats a time in the requested time zone', () => {
  const nano = String(BigInt(Date.UTC(2026, 10, 22, 14, 32, 10, 412)) * 1_000_000n + 999_999n);
  expect(formatTime(nano, 'utc')).toBe('22 Nov 14:32:10.412');
  expect(formatTime(nano, 'Asia/Tokyo')).toBe('22 Nov 23:32:10.412');
  expect(formatFullTime(nano, 'Asia/Tokyo')).toBe('2026-11-22 23:32:10.412 +09:00');
});

test('formats a share of zero as a dash', () => {
  expect(formatShare(0, 0)).toBe('–');
  expect(formatShare(21, 1000)).toBe('2.1 %');
});

test.each([
  ['2.5', '$2.50'],
  ['0.00738', '$0.00738'],
  ['10', '$10.00'],
  ['0.0100', '$0.01'],
  ['-3', '-$3.00'],
])('formats the exact decimal %s as %s', (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});

test.each([
  [1_000_000, '1M'],
  [1000, '1k'],
  [1, '1'],
  [1500, '1500'],
])('formats a price per %d units as per %s', (units, text) => {
  expect(formatPer(units)).toBe(text);
});

test.each([
  ['12000.5', '12,000.5'],
  ['738', '738'],
  ['1000000', '1,000,000'],
])('formats a quantity of %s as %s', (quantity, text) => {
  expect(formatQuantity(quantity)).toBe(text);
});
