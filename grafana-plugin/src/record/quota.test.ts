import { quotaOf, quotaPerUsdOf } from './quota.ts';

test.each([
  ['21904000', 500_000, '10952'],
  ['1', 500_000, '0.0005'],
  ['-412070000000', 1.5, '-618.105'],
  ['0', 500_000, '0'],
  ['9223372036854775807', 500_000, '4611686018427387.9035'],
  ['1000000000', 1e21, '1000000000000000000000'],
  ['1000000000', 1e-7, '0.0000001'],
])('computes the quota of %s nano-USD at %d units for one USD as exactly %s', (nano, perUsd, quota) => {
  expect(quotaOf(nano, perUsd)).toBe(quota);
});

test.each([
  ['500000', 500_000],
  [0.5, 0.5],
  ['', null],
  [undefined, null],
  [null, null],
  ['0', null],
  [-1, null],
  ['many', null],
  ['1e999', null],
])('reads the setting %j as %s units', (setting, perUsd) => {
  expect(quotaPerUsdOf(setting)).toBe(perUsd);
});
