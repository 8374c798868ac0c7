import { recompute, toCurrency, toQuota } from './index.ts';

const line = { meter: 'input', quantity: '4000', unitPrice: '2.5', per: 1_000_000, amountUsd: '0.01' };

test('adds up the lines exactly and rounds once', () => {
  const third = { meter: 'x', quantity: '1', unitPrice: '0.0000000005', per: 1, amountUsd: '0.0000000005' };
  expect(recompute([line])).toEqual({ nanoUsd: 10_000_000n, wrong: [] });
  expect(recompute([third, third, third])).toEqual({ nanoUsd: 2n, wrong: [] });
  expect(recompute([])).toEqual({ nanoUsd: 0n, wrong: [] });
});

test('applies factors', () => {
  const factors = [
    { name: 'contract', times: '0.92' },
    { name: 'group vip', times: '0.5' },
  ];
  expect(recompute([{ ...line, factors, amountUsd: '0.0046' }])).toEqual({ nanoUsd: 4_600_000n, wrong: [] });
});

test('finds a line with a wrong amount', () => {
  expect(recompute([line, { ...line, amountUsd: '0.02' }])).toEqual({ nanoUsd: 20_000_000n, wrong: [1] });
});

test.each([{ per: 7 }, { quantity: 'many' }, { unitPrice: '' }])('an invalid line has no sum: %j', (over) => {
  expect(recompute([{ ...line, ...over }])).toEqual({ nanoUsd: null, wrong: [0] });
});

test('conversions to quota and other currencies carry their rate', () => {
  expect(toQuota(31_900_000n)).toEqual({ amount: '15950', unit: 'quota', perUsd: '500000', rateOf: null });
  expect(toQuota(1n)).toMatchObject({ amount: '0.0005' });
  expect(toQuota(1_000_000_000n, 100)).toMatchObject({ amount: '100', perUsd: '100' });
  expect(toCurrency(31_900_000n, 'CNY', '7.25', '2026-11-01')).toEqual({
    amount: '0.231275',
    unit: 'CNY',
    perUsd: '7.25',
    rateOf: '2026-11-01',
  });
  expect(toCurrency(1n, 'EUR', '0.5', '2026-11-01').amount).toBe('0');
  expect(toCurrency(3n, 'EUR', '0.5', '2026-11-01').amount).toBe('0.000000002');
});
