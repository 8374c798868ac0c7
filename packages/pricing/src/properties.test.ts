import fc from 'fast-check';
import { nanoToUsd } from '@tokentrail/records';
import { evaluateFormula, PriceBook, priceCall, type Prices, type TryToPrice } from './index.ts';

const RUNS = 20_000;
const FORMULA_RUNS = 100_000;
const METERS = ['input', 'cache_read', 'cache_write', 'input_audio', 'output', 'reasoning', 'output_audio'];

const decimalText = fc
  .tuple(fc.nat({ max: 200 }), fc.nat({ max: 999_999 }), fc.nat({ max: 6 }))
  .map(([whole, fraction, digits]) =>
    digits === 0 ? String(whole) : `${String(whole)}.${String(fraction).padStart(6, '0').slice(0, digits)}`,
  );
const price = fc.record({ usd: decimalText, per: fc.constantFrom(1, 1000, 1_000_000) });
const prices: fc.Arbitrary<Prices> = fc.tuple(...METERS.map(() => price), fc.option(price)).map((list) => {
  const cells = METERS.map((meter, index) => [meter, list[index]]);
  return Object.fromEntries(list.at(-1) === null ? cells : [...cells, ['request', list.at(-1)]]) as Prices;
});
const tokens = fc.nat({ max: 2_000_000 });

interface Counts {
  text: number;
  cached: number;
  written: number;
  audio: number;
  answer: number;
  reasoning: number;
  spoken: number;
}

const counts: fc.Arbitrary<Counts> = fc.record({
  text: tokens,
  cached: tokens,
  written: tokens,
  audio: tokens,
  answer: tokens,
  reasoning: tokens,
  spoken: tokens,
});

/** As OpenAI would send it. Cached and audio input never occur together there. */
function wire(count: Counts): unknown {
  const audio = count.cached > 0 ? 0 : count.audio;
  const input = count.text + count.cached + count.written + audio;
  const output = count.answer + count.reasoning + count.spoken;
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
  count: Counts;
  ratio: string;
  contract: string;
}

const world: fc.Arbitrary<World> = fc.record({ prices, count: counts, ratio: decimalText, contract: decimalText });

function price1({ prices: cells, count, ratio, contract }: World, usage = wire(count)) {
  const book = new PriceBook([
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
  const attempt: TryToPrice = { state: 'success', host: 'h', model: 'm', startUnixMs: 0, usage };
  return priceCall({ tries: [attempt], group: 'g' }, book);
}

/** Exact sum of decimals, in text alone. */
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

test('no amount is ever negative, and all are known', () => {
  fc.assert(
    fc.property(world, (any) => {
      const { list, paid, charged } = price1(any);
      for (const amount of [list, paid, charged]) {
        expect(amount.state).toBe('priced');
        expect((amount.nanoUsd ?? -1n) >= 0n).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});

test('the exact lines add up to what rounds to the charge, in any order', () => {
  fc.assert(
    fc.property(world, (any) => {
      const { lines, charged } = price1(any);
      const amounts = lines.map((line) => line.amountUsd);
      expect(sumOf(amounts.toReversed())).toEqual(sumOf(amounts));
      expect(isRoundedFrom(charged.nanoUsd ?? -1n, sumOf(amounts))).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('more of any meter never costs less', () => {
  const meter = fc.constantFrom<(keyof Counts)[]>('text', 'cached', 'written', 'answer', 'reasoning', 'spoken');
  fc.assert(
    fc.property(world, meter, fc.nat({ max: 1000 }), (any, name, more) => {
      const calm = { ...any, count: { ...any.count, audio: 0 } };
      const less = price1(calm).charged.nanoUsd ?? 0n;
      const greater =
        price1({ ...calm, count: { ...calm.count, [name]: calm.count[name] + more } }).charged.nanoUsd ?? 0n;
      expect(greater >= less).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('the order of prices in a row changes nothing', () => {
  fc.assert(
    fc.property(world, (any) => {
      const turned = Object.fromEntries(Object.entries(any.prices).toReversed());
      const [a, b] = [price1(any), price1({ ...any, prices: turned })];
      expect([a.list, a.paid, a.charged]).toEqual([b.list, b.paid, b.charged]);
    }),
    { numRuns: 2000 },
  );
});

test('the formula evaluates to the charge', () => {
  fc.assert(
    fc.property(world, (any) => {
      const { formula, charged } = price1(any);
      const check = evaluateFormula(formula ?? '');
      expect(check?.holds).toBe(true);
      expect(check?.nanoUsd).toBe(charged.nanoUsd);
    }),
    { numRuns: FORMULA_RUNS },
  );
}, 120_000);

test('whatever a provider sends, pricing does not throw and an amount is unknown or not negative', () => {
  const key = fc.constantFrom(
    ...['prompt_tokens', 'completion_tokens', 'total_tokens', 'input_tokens', 'output_tokens', 'prompt_tokens_details'],
    ...['completion_tokens_details', 'cached_tokens', 'reasoning_tokens', 'audio_tokens', 'cache_read_input_tokens'],
    ...['promptTokenCount', 'inputTokens', 'billed_units', 'cache_creation', 'server_tool_use', 'type', 'seconds'],
  );
  const value = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.constant(null),
    fc.dictionary(key, fc.oneof(fc.integer(), fc.anything())),
  );
  const usage = fc.oneof(fc.dictionary(key, value), fc.anything());
  fc.assert(
    fc.property(world, usage, (any, sent) => {
      const { list } = price1(any, sent);
      expect(list.nanoUsd === null ? list.state.startsWith('unknown_') : list.nanoUsd >= 0n).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('the dollars in a formula are those of the amount', () => {
  fc.assert(
    fc.property(world, (any) => {
      const { formula, charged } = price1(any);
      expect(formula?.endsWith(` = $${nanoToUsd(charged.nanoUsd ?? -1n)}`)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
