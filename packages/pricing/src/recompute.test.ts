import { recompute, toCurrency, toQuota } from './index.ts';

const line = { meter: 'input', quantity: '4000', unitPrice: '2.5', per: 1_000_000, amountUsd: '0.01' };

test('lines come to their exact sum, rounded once', () => {
  const third = { meter: 'x', quantity: '1', unitPrice: '0.0000000005', per: 1, amountUsd: '0.0000000005' };
  expect(recompute([line])).toEqual({ nanoUsd: 10_000_000n, wrong: [] });
  expect(recompute([third, third, third])).toEqual({ nanoUsd: 2n, wrong: [] });
  expect(recompute([])).toEqual({ nanoUsd: 0n, wrong: [] });
});

test('factors count', () => {
  const factors = [
    { name: 'contract', times: '0.92' },
    { name: 'group vip', times: '0.5' },
  ];
  expect(recompute([{ ...line, factors, amountUsd: '0.0046' }])).toEqual({ nanoUsd: 4_600_000n, wrong: [] });
});

test('a line that states another amount is found', () => {
  expect(recompute([line, { ...line, amountUsd: '0.02' }])).toEqual({ nanoUsd: 20_000_000n, wrong: [1] });
});

test.each([{ per: 7 }, { quantity: 'many' }, { unitPrice: '' }])('what is no line has no sum: %j', (over) => {
  expect(recompute([{ ...line, ...over }])).toEqual({ nanoUsd: null, wrong: [0] });
});

test('quota and other currencies are conversions, and say so', () => {
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
