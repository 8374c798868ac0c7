import { evaluateFormula } from './index.ts';
import { AT, bookOf, responded, price, unknownPrice, priced, USAGE } from './testing/small-book.ts';

describe('charged', () => {
  const sell = { groups: { vip: '0.8', unset: '-1', gift: '0' }, users: { u42: '0.5', u0: '0', u1: '-1' } };
  const book = bookOf({ buy: [{ seller: 'openai', times: '0.5' }], sell });

  test.each([
    ['no group', {}, 3_500_000n],
    ['a group', { group: 'vip' }, 2_800_000n],
    ["a user's own ratio, over the group's", { group: 'vip', user: 'u42' }, 1_750_000n],
    ['a user whose ratio is not set', { group: 'vip', user: 'u1' }, 2_800_000n],
    ['a group that is not set', { group: 'unset' }, 3_500_000n],
    ['a ratio of 0', { group: 'vip', user: 'u0' }, 0n],
    ['a group of 0', { group: 'gift' }, 0n],
    ['a name every object has', { group: 'constructor', user: 'toString' }, 3_500_000n],
  ])('with %s the ratio is on the list price, not on what was paid', (_, caller, nano) => {
    const result = price([responded()], book, caller);
    expect(result).toMatchObject({ list: priced(3_500_000n), paid: priced(1_750_000n), charged: priced(nano) });
  });

  test("the lines show a user's own ratio without the user's name", () => {
    const { lines } = price([responded()], book, { user: 'u42' });
    expect(lines.flatMap(({ factors = [] }) => factors)).toEqual(Array(2).fill({ name: 'user', times: '0.5' }));
  });

  test('charges only the attempt that responded', () => {
    const failed = responded({ state: 'failed', statusCode: 500, model: 'small' });
    expect(price([failed, responded()], book).charged).toEqual(priced(3_500_000n));
  });

  test('charges the attempt that responded last, even if it was at an earlier candidate', () => {
    const later = responded({ model: 'small', startUnixMs: AT + 2000 });
    const before = responded({ startUnixMs: AT + 1000 });
    expect(price([later, before], book).charged).toEqual(priced(210_000n));
  });

  describe('a response in several parts', () => {
    const parts = [
      responded(),
      responded({ continues: true, state: 'failed', statusCode: 503, usage: undefined }),
      responded({ usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 } }),
    ];
    // 10 × 2,500 + 1 × 10,000 n
    const SECOND = 35_000n;

    test('costs the sum of all parts', () => {
      const result = price(parts);
      const sum = priced(3_500_000n + SECOND);
      expect(result).toMatchObject({ list: sum, paid: sum, charged: sum });
      expect(result.attempts).toEqual([priced(3_500_000n), { nanoUsd: 0n, state: 'not_billed' }, priced(SECOND)]);
      expect(evaluateFormula(result.formula ?? '')).toMatchObject({ nanoUsd: 3_535_000n, holds: true });
    });

    test('is sold as a whole', () => {
      const sold = price(parts, book, { group: 'vip' });
      expect(sold.charged).toEqual(priced(2_828_000n));
      expect(evaluateFormula(sold.formula ?? '')).toMatchObject({ nanoUsd: 2_828_000n, holds: true });
    });

    test('counts as one request if the price is per request', () => {
      const flat = bookOf({ sell: { models: [{ models: ['flat'], prices: { request: { usd: '0.01' } } }] } });
      expect(price(parts, flat, { requestedModel: 'flat' }).charged).toEqual(priced(10_000_000n));
    });

    test('has no price if one part has none', () => {
      const [first] = parts;
      const other = responded({ continues: true, model: 'unknown-model' });
      expect(price([first!, other], book).charged).toEqual(unknownPrice);
    });
  });

  test('sells the requested model, not the served one', () => {
    const served = responded({ model: 'big' });
    expect(price([served], book, { requestedModel: 'small' }).charged).toEqual(priced(210_000n));
    expect(price([served], book, { requestedModel: 'alias' }).charged).toEqual(unknownPrice);
    const byServed = bookOf({ sell: { price_by: 'served_model' } });
    expect(price([served], byServed, { requestedModel: 'alias' }).charged).toEqual(priced(3_500_000n));
  });

  test('own sell prices and ratios take precedence over the list price', () => {
    const own = bookOf({
      sell: {
        groups: { vip: '0.8' },
        models: [
          { models: ['alias'], ratios: { model: '1.25', completion: '4', cache_read: '0.5' } },
          { models: ['flat*'], prices: { request: { usd: '0.01' } } },
        ],
      },
    });
    const usage = { ...USAGE, prompt_tokens_details: { cached_tokens: 400 } };
    // (600 × 2.5 + 400 × 1.25 + 100 × 10) µ$ = 3.0 m$
    expect(price([responded({ usage })], own, { requestedModel: 'alias' }).charged).toEqual(priced(3_000_000n));
    expect(price([responded()], own, { requestedModel: 'flat-1', group: 'vip' }).charged).toEqual(priced(8_000_000n));
  });

  test('a call that costs anything costs at least the minimum, and the difference is a line', () => {
    const minimum = bookOf({ sell: { minimum: { quota: 1 }, users: { u0: '0' } } });
    const small = responded({ model: 'small', usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } });
    const result = price([small], minimum);
    // 1 quota = $1 / 500,000 = 2,000 n; the tokens cost 750 n.
    expect(result.charged).toEqual(priced(2000n));
    expect(result.lines.at(-1)).toMatchObject({ meter: 'minimum', amountUsd: '0.00000125' });
    expect(evaluateFormula(result.formula ?? '')).toMatchObject({ nanoUsd: 2000n, holds: true });
    expect(price([small], minimum, { user: 'u0' }).charged).toEqual(priced(0n));
  });
});
