// Both sums close to the last digit for every export and ledger, and no explanation exceeds its evidence.
import { negate, plus, ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import fc from 'fast-check';
import { CALL_KINDS, OTHER_KINDS, type InvoiceLine, type LedgerLine, type Portion } from './lines.ts';
import { reconcile } from './join/reconcile.ts';
import type { NamedDifference } from './join/result.ts';

const DAYS = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'] as const;
const day = fc.constantFrom(...DAYS);
const key = fc.constantFrom('sk-...aaaa', 'sk-...bbbb', 'foreign');
const model = fc.constantFrom('gpt-5.5', 'claude-sonnet-4-6');
const tier = fc.constantFrom('standard', 'batch');
const count = fc.bigInt({ min: 0n, max: 5_000n });
const nano = fc.bigInt({ min: 0n, max: 9_000_000n });
const portion: fc.Arbitrary<Portion> = fc.record({ attempts: fc.nat(3), quantity: count, paidNanoUsd: nano });

const ledgerLine: fc.Arbitrary<LedgerLine> = fc
  .record(
    {
      day: fc.constantFrom('2026-09-30', ...DAYS, '2026-10-05'),
      provider: fc.constant('openai'),
      key: fc.constantFrom('sk-...aaaa', 'sk-...bbbb'),
      model,
      tier,
      kind: fc.constantFrom(...CALL_KINDS),
      quantity: count,
      paidNanoUsd: nano,
      attempts: fc.integer({ min: 1, max: 20 }),
      repeated: portion,
      nearStart: portion,
      nearEnd: portion,
      possiblyBilled: portion,
      unknownUsage: portion,
      unpriced: fc.record({ attempts: fc.nat(3), quantity: fc.constant(1n) }),
    },
    { requiredKeys: ['day', 'provider', 'key', 'model', 'tier', 'kind', 'quantity', 'paidNanoUsd', 'attempts'] },
  )
  .map((line) => line as LedgerLine);

/** Amounts with up to 30 decimals. */
const amount: fc.Arbitrary<Decimal> = fc.record({
  units: fc.bigInt({ min: -1_000n, max: 10n ** 14n }),
  scale: fc.integer({ min: 14, max: 30 }),
});

const invoiceLine: fc.Arbitrary<InvoiceLine> = fc
  .record({
    day,
    key,
    model,
    tier,
    kind: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...CALL_KINDS) },
      { weight: 1, arbitrary: fc.constantFrom(...OTHER_KINDS) },
    ),
    quantity: count,
    amount,
    within: fc.constantFrom(ZERO, { units: 5n, scale: 3 }, { units: 5n, scale: 7 }),
    row: fc.nat(1_000),
    form: fc.constantFrom('both', 'both', 'both', 'money'),
  })
  .map(({ day: own, quantity, form, ...line }) => ({
    ...line,
    provider: 'openai',
    account: null,
    project: null,
    from: Date.parse(`${own}T00:00:00Z`),
    to: Date.parse(`${own}T00:00:00Z`) + 86_400_000,
    label: 'x',
    quantity: form === 'both' ? { units: quantity, scale: 0 } : null,
    unit: 'tokens',
    currency: 'USD',
    file: 'a.json',
    call: null,
  }));

const without =
  (names: readonly ('key' | 'tier' | 'quantity')[]) =>
  (line: InvoiceLine): InvoiceLine => ({
    ...line,
    ...Object.fromEntries(names.map((name) => [name, null])),
  });

const input = fc.record({
  invoice: fc.array(invoiceLine, { maxLength: 25 }),
  dropped: fc.subarray(['key', 'tier', 'quantity'] as const),
  ledger: fc.array(ledgerLine, { maxLength: 25 }),
});

const sum = (all: readonly Decimal[]): Decimal => all.reduce(plus, ZERO);
const isSame = (a: Decimal, b: Decimal): boolean => plus(a, negate(b)).units === 0n;

test('invoiced = matched + explained + unexplained, and the same for the ledger', () => {
  fc.assert(
    fc.property(input, ({ invoice, dropped, ledger }) => {
      const lines = invoice.map(without(dropped));
      const { totals, differences } = reconcile({
        provider: 'openai',
        zone: 'UTC',
        from: '2026-10-01',
        to: '2026-10-04',
        invoice: lines,
        ledger,
      });
      expect(isSame(totals.invoiced, sum(lines.map((line) => line.amount ?? ZERO)))).toBe(true);
      expect(isSame(totals.invoiced, sum([totals.matched, totals.explained, totals.unexplained]))).toBe(true);
      expect(isSame(totals.recorded, sum([totals.matched, totals.ledgerExplained, totals.ledgerUnexplained]))).toBe(
        true,
      );
      expect(isSame(sum(differences.map((one) => one.amount)), plus(totals.invoiced, negate(totals.recorded)))).toBe(
        true,
      );
      expectWithinEvidence(differences, ledger, lines);
    }),
    { numRuns: 1_500 },
  );
});

/** What an explanation accounts for in sum is at most what the ledger has for it, apart from the digits of the amounts. */
function expectWithinEvidence(
  differences: readonly NamedDifference[],
  ledger: readonly LedgerLine[],
  lines: readonly InvoiceLine[],
): void {
  const digits = sum([
    ...lines.map((line) => line.within),
    ...ledger.map((line) => ({ units: BigInt(line.attempts), scale: 9 })),
    { units: BigInt(lines.length), scale: 9 },
  ]);
  for (const [cause, name] of [
    ['possibly_billed', 'possiblyBilled'],
    ['unknown_usage', 'unknownUsage'],
    ['doubled_calls', 'repeated'],
  ] as const) {
    const explained = sum(differences.filter((one) => one.cause === cause).map((one) => absolute(one.amount)));
    const evidence = sum(ledger.map((line) => ({ units: line[name]?.paidNanoUsd ?? 0n, scale: 9 })));
    expect(plus(plus(evidence, digits), negate(explained)).units >= 0n).toBe(true);
  }
}

function absolute(value: Decimal): Decimal {
  return value.units < 0n ? negate(value) : value;
}
