import fc from 'fast-check';
import { nanoToUsd } from '@tokentrail/records';
import { tokensIn } from '@tokentrail/usage';
import { evaluateFormula, PriceBook, priceCall, type Prices, type AttemptToPrice } from './index.ts';

// A run is one random price row and contract with `USAGES` random usages.
const USAGES = 4;
const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);
const METERS = ['input', 'cache_read', 'cache_write', 'input_audio', 'output', 'reasoning', 'output_audio'];

const decimalText = fc
  .tuple(fc.nat({ max: 200 }), fc.nat({ max: 999_999 }), fc.nat({ max: 6 }))
  .map(([whole, fraction, digits]) =>
    digits === 0 ? String(whole) : `${String(whole)}.${String(fraction).padStart(6, '0').slice(0, digits)}`,
  );
const priceOfMeter = fc.record({ usd: decimalText, per: fc.constantFrom(1, 1000, 1_000_000) });
const prices: fc.Arbitrary<Prices> = fc
  .tuple(...METERS.map(() => priceOfMeter), fc.option(priceOfMeter))
  .map((list) => {
    const cells = METERS.map((meter, index) => [meter, list[index]]);
    return Object.fromEntries(list.at(-1) === null ? cells : [...cells, ['request', list.at(-1)]]) as Prices;
  });

interface Counts {
  text: number;
  cached: number;
  written: number;
  audio: number;
  response: number;
  reasoning: number;
  spoken: number;
}

/**
 * `USAGES` random usages from a seed. Our own generator, because fast-check's takes longer than the code under test.
 */
function countsOf(seed: number): Counts[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // A third of all counts is 0, the rest is any size up to 2 million.
    return state % 3 === 0 ? 0 : Math.floor(2 ** ((state / 2 ** 32) * 21)) - 1;
  };
  return Array.from({ length: USAGES }, () => ({
    // No call has no input at all.
    text: next() + 1,
    cached: next(),
    written: next(),
    audio: next(),
    response: next(),
    reasoning: next(),
    spoken: next(),
  }));
}

const ONE_TOKEN: Counts = { text: 1, cached: 0, written: 0, audio: 0, response: 0, reasoning: 0, spoken: 0 };

/** The usage as OpenAI sends it. Cached and audio input never occur together there. */
function wire(count: Counts): unknown {
  const audio = count.cached > 0 ? 0 : count.audio;
  const input = count.text + count.cached + count.written + audio;
  const output = count.response + count.reasoning + count.spoken;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: count.cached, cache_write_tokens: count.written, audio_tokens: audio },
    completion_tokens_details: { reasoning_tokens: count.reasoning, audio_tokens: count.spoken },
  };
}

interface World {
  prices: Prices;
  ratio: string;
  contract: string;
  counts: Counts[];
}

const world: fc.Arbitrary<World> = fc.record({
  prices,
  ratio: decimalText,
  contract: decimalText,
  counts: fc.integer().map(countsOf),
});

function bookOf({ prices: cells, ratio, contract }: World): PriceBook {
  return new PriceBook([
    {
      source: 'operator',
      document: {
        schema: 1,
        version: 't',
        entries: [{ id: 'e', seller: { hosts: ['h'], provider: 'p' }, models: ['m'], rows: [{ prices: cells }] }],
        buy: [{ seller: 'p', times: contract }],
        sell: { groups: { g: ratio } },
      },
    },
  ]);
}

function price(book: PriceBook, usage: unknown) {
  const attempt: AttemptToPrice = { state: 'success', host: 'h', model: 'm', startUnixMs: 0, usage };
  return priceCall({ attempts: [attempt], group: 'g' }, book);
}

/** Exact sum of decimals, computed on their text. */
function sumOf(amounts: readonly string[]): { units: bigint; scale: number } {
  const scale = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const units = amounts.map((amount) => {
    const [whole = '', fraction = ''] = amount.split('.');
    return BigInt(whole + fraction.padEnd(scale, '0'));
  });
  return { units: units.reduce((sum, next) => sum + next, 0n), scale };
}

function isRoundedFrom(nano: bigint, { units, scale }: { units: bigint; scale: number }): boolean {
  const unit = 10n ** BigInt(Math.max(0, scale - 9));
  const off = units * 10n ** BigInt(Math.max(0, 9 - scale)) - nano * unit;
  const twice = 2n * (off < 0n ? -off : off);
  return twice < unit || (twice === unit && nano % 2n === 0n);
}

/** Prices every usage of every world. */
function forEach(hold: (book: PriceBook, count: Counts, world: World) => void): void {
  fc.assert(
    fc.property(world, (any) => {
      const book = bookOf(any);
      for (const count of any.counts) {
        hold(book, count, any);
      }
    }),
    { numRuns: RUNS },
  );
}

test('all amounts are known and none is negative', () => {
  forEach((book, count) => {
    const { list, paid, charged } = price(book, wire(count));
    for (const amount of [list, paid, charged]) {
      expect(amount.state).toBe('priced');
      expect((amount.nanoUsd ?? -1n) >= 0n).toBe(true);
    }
  });
});

test('the exact sum of the lines rounds to the charge, in any order', () => {
  forEach((book, count) => {
    const { lines, charged } = price(book, wire(count));
    const amounts = lines.map((line) => line.amountUsd);
    expect(sumOf(amounts.toReversed())).toEqual(sumOf(amounts));
    expect(isRoundedFrom(charged.nanoUsd ?? -1n, sumOf(amounts))).toBe(true);
  });
});

test.each(['text', 'cached', 'written', 'response', 'reasoning', 'spoken'] as const)(
  'more of %s never costs less',
  (meter) => {
    forEach((book, count) => {
      const withoutAudio = { ...count, audio: 0 };
      const less = price(book, wire(withoutAudio)).charged.nanoUsd ?? 0n;
      const more = price(book, wire({ ...withoutAudio, [meter]: withoutAudio[meter] + 777 })).charged.nanoUsd ?? 0n;
      expect(more >= less).toBe(true);
    });
  },
);

test('the billed tokens add up to the token columns', () => {
  forEach((book, count) => {
    const usage = wire(count);
    const { lines } = price(book, usage);
    const billed = (meters: RegExp) =>
      lines.reduce((sum, { meter, quantity }) => sum + (meters.test(meter) ? Number(quantity) : 0), 0);
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = tokensIn(usage, 'openai', undefined);
    expect([
      billed(/^(input|cache)/),
      billed(/^(output|reasoning)/),
      billed(/^cache_read/),
      billed(/^cache_write/),
    ]).toEqual([inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens]);
  });
});

test('the order of prices in a row changes no amount', () => {
  fc.assert(
    fc.property(world, (any) => {
      const turned = bookOf({ ...any, prices: Object.fromEntries(Object.entries(any.prices).toReversed()) });
      const usage = wire(any.counts[0] ?? ONE_TOKEN);
      const [a, b] = [price(bookOf(any), usage), price(turned, usage)];
      expect([a.list, a.paid, a.charged]).toEqual([b.list, b.paid, b.charged]);
    }),
    { numRuns: RUNS },
  );
});

test('the formula evaluates to the charge and ends with it', () => {
  const wrong: unknown[] = [];
  forEach((book, count) => {
    const { formula, charged } = price(book, wire(count));
    const check = evaluateFormula(formula ?? '');
    const stated = `= $${nanoToUsd(charged.nanoUsd ?? -1n)}`;
    if (check?.holds !== true || check.nanoUsd !== charged.nanoUsd || formula?.endsWith(stated) !== true) {
      wrong.push({ formula, charged, count });
    }
  });
  expect(wrong).toEqual([]);
});

test('for any provider data, pricing does not throw and an amount is unknown or not negative', () => {
  const key = fc.constantFrom(
    ...['prompt_tokens', 'completion_tokens', 'total_tokens', 'input_tokens', 'output_tokens', 'prompt_tokens_details'],
    ...['completion_tokens_details', 'cached_tokens', 'reasoning_tokens', 'audio_tokens', 'cache_read_input_tokens'],
    ...['promptTokenCount', 'inputTokens', 'billed_units', 'cache_creation', 'server_tool_use', 'type', 'seconds'],
  );
  const scalar = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null));
  const value = fc.oneof(scalar, fc.dictionary(key, fc.oneof(fc.integer(), fc.anything())));
  const usage = fc.oneof(fc.dictionary(key, value), fc.anything());
  const one = Object.fromEntries(METERS.map((meter) => [meter, { usd: '1' }]));
  const book = bookOf({ prices: one, ratio: '1', contract: '1', counts: [] });
  fc.assert(
    fc.property(usage, (sent) => {
      const { list } = price(book, sent);
      expect(list.nanoUsd === null ? list.state.startsWith('unknown_') : list.nanoUsd >= 0n).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
