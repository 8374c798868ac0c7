import { evaluateFormula, layerOfEntry, PriceBook, type AttemptToPrice } from './index.ts';
import {
  AT,
  prices,
  cheap,
  openai,
  BASE,
  bookOf,
  responded,
  price,
  unknownPrice,
  priced,
} from './testing/small-book.ts';

describe('obstacles to a correct price', () => {
  test('a formula never exceeds the limit of the ledger, and still evaluates', () => {
    const factor = (index: number) => ({
      name: `f${String(index)}`,
      times: '1.000000000000000001',
      on: 'tokens' as const,
    });
    const entry = (count: number) => ({
      id: 'x',
      seller: openai,
      models: ['big'],
      rows: [{ prices }],
      factors: Array.from({ length: count }, (_, index) => factor(index)),
    });
    for (const [factors, attempts] of [
      [30, 1],
      [1, 40],
      [60, 60],
    ] as const) {
      const { formula, charged } = price(
        Array.from({ length: attempts }, () => responded()),
        bookOf({ entries: [entry(factors)] }),
      );
      expect(formula?.length).toBeLessThanOrEqual(1000);
      expect(evaluateFormula(formula ?? '')).toMatchObject({ nanoUsd: charged.nanoUsd, holds: true });
    }
  });

  test('a price entry carries only the rate it used, not years of other rates', () => {
    const since = (day: number) => new Date(AT - day * 86_400_000).toISOString().slice(0, 10);
    const fx = Array.from({ length: 2000 }, (_, day) => ({
      ...{ from: 'CNY', to: 'USD' as const, rate: `7.${String(day + 1)}`, per: 'USD' },
      since: since(day - 500),
    }));
    const cny = {
      id: 'cny',
      seller: openai,
      models: ['cny'],
      rows: [{ prices: { input: { cny: '4' }, output: { cny: '1' } } }],
    };
    const book = bookOf({ fx, entries: [cny, ...(BASE.entries ?? [])] });
    const first = price([responded({ model: 'cny' })], book);
    const [stored] = book.takeNewEntries();
    expect(stored?.content.length).toBeLessThan(400);
    expect(JSON.parse(stored?.content ?? '')).toHaveProperty('fx', [expect.objectContaining({ since: since(0) })]);
    const alone = new PriceBook([layerOfEntry(stored!)!]);
    expect(price([responded({ model: 'cny' })], alone)).toMatchObject({ charged: first.charged, entry: first.entry });
    expect(price([responded()], book).entry).toBe(price([responded()]).entry);
  });

  test('a model name beyond the maximum length has no price by any pattern', () => {
    const any = bookOf({ entries: [{ id: 'x', seller: openai, models: ['*'], rows: [{ prices }] }] });
    expect(price([responded({ model: 'm'.repeat(256) })], any).paid).toEqual(priced(3_500_000n));
    expect(price([responded({ model: 'm'.repeat(257) })], any).paid).toEqual(unknownPrice);
  });

  test('an empty host is not an unknown host', () => {
    const prices = bookOf();
    const unknown = responded({ host: undefined });
    expect(price([unknown], prices).list).toEqual(priced(3_500_000n));
    expect(price([responded({ host: '' })], prices).list).toEqual(unknownPrice);
    expect(price([unknown], prices).list).toEqual(priced(3_500_000n));
  });

  test('no text of a caller can match the cache entry of another call', () => {
    const when = (tier: string, usd: string) => ({
      when: { tier },
      prices: { ...prices, input: { usd, per: 1_000_000 } },
    });
    const rows = [{ when: { region: 'eu' }, prices: cheap }, when('default', '2.5'), when('priority', '5')];
    const book = bookOf({ entries: [{ id: 'x', seller: openai, models: ['*'], tier_from: 'requested', rows }] });
    const calls: Partial<AttemptToPrice>[] = [
      { requestedTier: 'priority' },
      { requestedTier: 'auto\nregion\neu' },
      { conditions: { region: 'eu' }, requestedTier: 'auto' },
      { requestedTier: 'priority\n1\nbig' },
      { model: 'big\nregion\neu' },
      { model: '"big\\nregion\\neu"' },
    ];
    const alone = calls.map(
      (call) =>
        price(
          [responded(call)],
          bookOf({ entries: [{ id: 'x', seller: openai, models: ['*'], tier_from: 'requested', rows }] }),
        ).list,
    );
    const forwards = calls.map((call) => price([responded(call)], book).list);
    const backwards = calls.toReversed().map((call) => price([responded(call)], book).list);
    expect(forwards).toEqual(alone);
    expect(backwards.toReversed()).toEqual(alone);
  });

  test.each([
    ['a condition that is not text', { conditions: { batch: true, size: 5, region: null } }],
    ['an invalid start time', { startUnixMs: NaN }],
    ['invalid units', { units: { image: {}, web_search: null } }],
  ])('%s does not throw', (_, over) => {
    const windowed = { when: { time: { window: '00:00-23:59' } }, prices };
    const book = bookOf({ entries: [{ id: 'x', seller: openai, models: ['big'], rows: [windowed, { prices }] }] });
    const { list } = price([responded(over as unknown as Partial<AttemptToPrice>)], book);
    expect(['priced', 'unknown_price', 'unknown_usage']).toContain(list.state);
  });
});
