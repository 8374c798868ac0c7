import { config } from '@grafana/runtime';
import {
  DASH,
  formatChange,
  formatCost,
  formatCostSum,
  formatCount,
  formatDuration,
  formatExactCost,
  formatFullTime,
  formatHour,
  formatMonth,
  formatPer,
  formatQuantity,
  formatShare,
  formatTime,
  isSameDay,
  formatTokens,
  formatUnitPrice,
  formatUsd,
  formatWeekday,
  zoneName,
} from './format.ts';

/** The regional format of the user's preferences, as the server of Grafana 12 sends it. */
function setLocale(regionalFormat: string): void {
  Object.assign(config.bootData.user, { regionalFormat });
}

afterEach(() => setLocale('en-US'));

test.each([
  ['0', '$0.0000'],
  ['412070000000', '$412.0700'],
  ['1234567890000000', '$1,234,567.8900'],
  ['1000000000', '$1.0000'],
  ['21904000', '$0.0219'],
  ['21950000', '$0.0220'],
  ['500000000', '$0.5000'],
  ['10000000', '$0.0100'],
  ['9999999', '$0.0100'],
  ['9995000', '$0.0100'],
  ['9994999', '$0.00999'],
  ['7380000', '$0.00738'],
  ['31250', '$0.0000313'],
  ['31249', '$0.0000312'],
  ['100', '$0.000000100'],
  ['12', '$0.000000012'],
  ['1', '$0.000000001'],
  ['-21904000', '-$0.0219'],
  ['-31250', '-$0.0000313'],
])('formats the amount of a record, %s nano-USD, as %s', (nano, text) => {
  expect(formatCost(nano)).toBe(text);
});

test('never formats a positive amount as zero', () => {
  for (let nano = 1n; nano < 10n ** 12n; nano *= 7n) {
    expect(formatCost(nano.toString())).toMatch(/[1-9]/);
    expect(formatCostSum(nano.toString())).toMatch(/[1-9]/);
  }
});

test.each([
  ['0', '$0.0000'],
  ['412070000000', '$412.07'],
  ['1005000000', '$1.01'],
  ['1000000000', '$1.00'],
  ['999950000', '$1.00'],
  ['999949999', '$0.9999'],
  ['7380000', '$0.00738'],
  ['-412070000000', '-$412.07'],
])('formats a sum of %s nano-USD as %s', (nano, text) => {
  expect(formatCostSum(nano)).toBe(text);
});

test('keeps every digit of an exact amount', () => {
  expect(formatExactCost('9007199254740993')).toBe('$9,007,199.254740993');
  expect(formatExactCost('-1')).toBe('-$0.000000001');
  expect(formatExactCost('21900000')).toBe('$0.0219');
});

test.each([
  [0, '0'],
  [826, '826'],
  [12_738, '12.7 K'],
  [41_200_000, '41.2 Mil'],
  [4_503_599_627, '4.50 Bil'],
  [4_503_599_627_370, '4.50 Tri'],
])('formats %d tokens as %s', (count, text) => {
  expect(formatTokens(count)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [0.25, '0.250 ms'],
  [312.4, '312 ms'],
  [2410, '2.41 s'],
  [192_000, '3.20 mins'],
  [3_600_000, '1 hour'],
])('formats %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("writes numbers and amounts as the user's locale does", () => {
  setLocale('de-DE');
  expect(formatCount(1_204_331)).toBe('1.204.331');
  expect(formatCost('21904000')).toBe('0,0219\u00a0$');
  expect(formatTokens(12_738)).toBe('12,7 K');
  expect(formatDuration(2410)).toBe('2,41 s');
  expect(formatShare(21, 1000)).toBe('2,1\u00a0%');
  expect(formatQuantity('12000.5')).toBe('12.000,5');
});

test('uses the language of a Grafana without regional formats', () => {
  setLocale('');
  config.language = 'fr-FR';
  expect(formatCount(1_204_331)).toBe('1\u202f204\u202f331');
  config.language = undefined;
  expect(formatCount(1_204_331)).toBe('1,204,331');
});

test('uses the default locale for one that the browser does not know', () => {
  setLocale('not a locale');
  expect(formatCount(1_204_331)).toBe('1,204,331');
});

describe('a time', () => {
  const NANO = String(BigInt(Date.UTC(2026, 10, 22, 14, 32, 10, 412)) * 1_000_000n + 999_999n);

  beforeEach(() => jest.useFakeTimers({ now: Date.UTC(2026, 10, 30) }));
  afterEach(() => jest.useRealTimers());

  test('is shown in the requested time zone', () => {
    expect(formatTime(NANO, 'utc', true)).toBe('Nov 22, 14:32:10');
    expect(formatTime(NANO, 'Asia/Tokyo', true)).toBe('Nov 22, 23:32:10');
    expect(formatFullTime(NANO, 'Asia/Tokyo')).toBe('Nov 22, 2026, 23:32:10.412 GMT+09:00');
  });

  test('has its year if that is not the current one in the time zone', () => {
    jest.setSystemTime(Date.UTC(2027, 0, 1));
    expect(formatTime(NANO, 'utc', true)).toBe('Nov 22, 2026, 14:32:10');
    expect(formatTime(NANO, 'America/New_York', true)).toBe('Nov 22, 09:32:10');
  });

  test('is shown without its day and with milliseconds among times of one day', () => {
    expect(formatTime(NANO, 'utc', false)).toBe('14:32:10.412');
  });

  test('is of the same day as another one in the time zone', () => {
    const midnight = Date.UTC(2026, 10, 23);
    expect(isSameDay(midnight - 1, midnight, 'utc')).toBe(false);
    expect(isSameDay(midnight - 1, midnight, 'Asia/Tokyo')).toBe(true);
  });

  test("has the order of the user's locale", () => {
    setLocale('de-DE');
    expect(formatTime(NANO, 'utc', true)).toBe('22. Nov., 14:32:10');
    expect(formatTime(NANO, 'utc', false)).toBe('14:32:10,412');
  });
});

test('formats a share of zero as a dash', () => {
  expect(formatShare(0, 0)).toBe(DASH);
  expect(formatShare(21, 1000)).toBe('2.1%');
});

test.each([
  ['2.5', '$2.50', '$2.5000'],
  ['0.00738', '$0.00738', '$0.00738'],
  ['10', '$10.00', '$10.0000'],
  ['0.0100', '$0.01', '$0.0100'],
  ['-3', '-$3.00', '-$3.0000'],
])('formats the exact decimal %s as the price %s and as the amount %s', (usd, price, amount) => {
  expect(formatUnitPrice(usd)).toBe(price);
  expect(formatUsd(usd)).toBe(amount);
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

test('names days of the week in the locale of the user', () => {
  expect([1, 7].map((weekday) => formatWeekday(weekday, 'short'))).toEqual(['Mon', 'Sun']);
  expect(formatWeekday(3, 'long')).toBe('Wednesday');
  setLocale('de-DE');
  expect(formatWeekday(1, 'long')).toBe('Montag');
});

test.each([
  [0, '00:00'],
  [9, '09:00'],
  [24, '24:00'],
])('formats hour %d as %s', (hour, text) => {
  expect(formatHour(hour)).toBe(text);
});

test.each([
  ['utc', 'UTC'],
  ['europe/berlin', 'Europe/Berlin'],
  ['browser', new Intl.DateTimeFormat().resolvedOptions().timeZone],
])('names the zone %s', (timeZone, name) => {
  expect(zoneName(timeZone)).toBe(name);
});

test('names a month of the zone', () => {
  const lastHour = Date.UTC(2026, 9, 31, 23, 30);
  expect(formatMonth(lastHour, 'utc')).toBe('October 2026');
  expect(formatMonth(lastHour, 'Europe/Berlin')).toBe('November 2026');
});

test.each([
  [3, 2, '+50.0%'],
  [1, 4, '-75.0%'],
  [2, 2, '0.0%'],
  [1, 0, DASH],
])('formats the change to %d from %d as %s', (now, before, text) => {
  expect(formatChange(now, before)).toBe(text);
});
