import fc from 'fast-check';
import { decimal, decimalOfNumber, divide, divideHalfEven, formatDecimal, parseDecimal, toNano } from './decimal.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);

test.each([
  ['0.0000000005', 0n],
  ['0.0000000015', 2n],
  ['0.0000000025', 2n],
  ['0.00000000250000000000000000000001', 3n],
  ['-0.0000000015', -2n],
  ['-0.0000000025', -2n],
  ['12', 12_000_000_000n],
])('%s USD is %s nano-USD: ties round to even', (usd, nano) => {
  expect(toNano(decimal(usd))).toBe(nano);
});

test.each([
  ['0.50', '0.5'],
  ['10.00', '10'],
  ['-0.010', '-0.01'],
  ['100', '100'],
  ['0.000', '0'],
])('%s is written %s', (text, short) => {
  expect(formatDecimal(decimal(text))).toBe(short);
});

test.each(['', '1.', '.5', '1e3', '1,000', 'NaN', ' 1', '+1', '0x1'])('"%s" is not a decimal', (text) => {
  expect(parseDecimal(text)).toBeNull();
});

test.each([
  [1e-7, '0.0000001'],
  [1.5e-9, '0.0000000015'],
  [1e21, '1000000000000000000000'],
  [0.1, '0.1'],
  [12.34, '12.34'],
])('the number %s is the decimal %s', (number, text) => {
  const value = decimalOfNumber(number);
  expect(value && formatDecimal(value)).toBe(text);
});

test('a number that is not finite is not a decimal', () => {
  expect([NaN, Infinity, -Infinity].map(decimalOfNumber)).toEqual([null, null, null]);
});

test.each([
  ['1', '7.25', 18, '0.137931034482758621'],
  ['1', '8', 18, '0.125'],
  ['2', '3', 3, '0.667'],
  ['1', '500000', 18, '0.000002'],
  ['100000', '3', 2, '33000'],
])('%s ÷ %s to %s digits is %s', (a, b, digits, quotient) => {
  expect(formatDecimal(divide(decimal(a), decimal(b), digits))).toBe(quotient);
});

test('formatting and parsing keeps any decimal', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.nat({ max: 40 }), (units, scale) => {
      const parsed = decimal(formatDecimal({ units, scale }));
      expect(parsed.units * 10n ** BigInt(scale)).toBe(units * 10n ** BigInt(parsed.scale));
    }),
    { numRuns: RUNS },
  );
});

test('half to even is off by at most one half, and even at exactly one half', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 12n }), (n, d) => {
      const rounded = divideHalfEven(n, d);
      const off = n - rounded * d;
      const twice = 2n * (off < 0n ? -off : off);
      expect(twice <= d).toBe(true);
      expect(twice === d ? rounded % 2n : 0n).toBe(0n);
    }),
    { numRuns: RUNS },
  );
});
