import fc from 'fast-check';
import type { RecordFilter } from '../record-filter.ts';
import type { TimeRange } from '../record-selection.ts';
import {
  MAX_SERIES_BUCKETS,
  SERIES_FIELDS,
  SERIES_RANKS,
  conditionsOfSeriesValue,
  type SeriesRequest,
} from '../series.ts';
import { CONDITIONS_BY_FIELD } from './arbitrary-conditions.ts';
import { arbitraryBatches, inWindow } from './arbitrary-records.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { seriesOf } from './naive-series.ts';
import { PROPERTY_RUNS, version, type TestLedger } from './test-ledger.ts';

const arbitraryFilter: fc.Arbitrary<RecordFilter> = fc.record({
  conditions: fc.array(fc.oneof(...CONDITIONS_BY_FIELD.values()), { maxLength: 2 }),
});

/** Offsets in a window; random records start at some of them, plus 7 ns. */
const OFFSETS = [0, 1, 2, 3, 4, 500, 501, 999, 1000, 10_000];

/** Buckets of different lengths, and of one length with cut ends. */
const arbitraryBounds = fc
  .oneof(
    fc.uniqueArray(fc.constantFrom(...OFFSETS), { minLength: 2 }),
    fc
      .record({
        first: fc.constantFrom(0, 1, 2),
        cut: fc.integer({ min: 1, max: 333 }),
        count: fc.integer({ max: 5, min: 0 }),
      })
      .map(({ first, cut, count }) => [
        first,
        ...Array.from({ length: count + 1 }, (_, index) => first + cut + 333 * index),
        first + 2 * cut + 333 * count,
      ]),
  )
  .map((offsets) => offsets.sort((a, b) => a - b));

/** Tests series against the reference ledger. */
export function describeSeries(store: TestLedger): void {
  describe('series', () => {
    const naive = new NaiveLedger();
    let range: TimeRange;

    beforeAll(async () => {
      range = store.nextWindow();
      const [batches = []] = fc.sample(arbitraryBatches(store.capabilities, { minVersions: 150, ids: 120 }), 1);
      for (const batch of batches.map((versions) => versions.map((one) => inWindow(one, range.fromMs)))) {
        naive.insert(batch);
        await store.insert(batch);
      }
    }, 60_000);

    const expectSame = async (request: SeriesRequest) => {
      const expected = seriesOf(naive.list({ range, filter: request.filter }), request);
      expect(await store.ledger.series(request)).toEqual(expected);
    };

    test.each([null, ...SERIES_FIELDS])(
      'series by %s are those of the reference ledger',
      async (by) => {
        await fc.assert(
          fc.asyncProperty(
            arbitraryFilter,
            arbitraryBounds,
            fc.constantFrom(...SERIES_RANKS),
            fc.constantFrom(0, 1, 3, 100),
            async (filter, offsets, rank, limit) => {
              const bounds = offsets.map((offset) => range.fromMs + offset);
              await expectSame({ filter, bounds, by, rank, limit });
              await expectSame({ filter: {}, bounds, by, rank, limit });
            },
          ),
          { numRuns: PROPERTY_RUNS },
        );
      },
      60_000,
    );

    test.each(SERIES_FIELDS)(
      'the conditions of a value of %s select exactly the calls that its series counts',
      async (by) => {
        const bounds = [range.fromMs, range.fromMs + 2, range.toMs];
        const { values } = await store.ledger.series({ filter: {}, bounds, by, rank: 'calls', limit: 100 });
        expect(values.length).toBeGreaterThan(0);
        for (const { value, ...series } of values) {
          const conditions = conditionsOfSeriesValue(by, value);
          const request = { filter: { conditions }, bounds, by: null, rank: 'calls', limit: 1 } as const;
          expect([value, (await store.ledger.series(request)).total]).toEqual([value, series]);
        }
      },
      60_000,
    );

    describeExamples(store);
    describeConditions(store);
    describeLimits(store);
  });
}

/** Two buckets of a window. */
function request({ fromMs, toMs }: TimeRange): SeriesRequest {
  return { filter: {}, bounds: [fromMs, fromMs + 5000, toMs], by: null, rank: 'calls', limit: 10 };
}

function describeExamples(store: TestLedger): void {
  test('a call that starts exactly at a bound is in the bucket that begins there', async () => {
    const [, range] = [store.nextWindow(), store.nextWindow(), store.nextWindow()];
    const at = (nanoseconds: bigint, index: number) => {
      const one = version(range.fromMs, index);
      return { ...one, key: { ...one.key, startUnixNano: String(BigInt(range.fromMs) * 1_000_000n + nanoseconds) } };
    };
    await store.insert([at(-1n, 1), at(0n, 2), at(4_999_999_999n, 3), at(5_000_000_000n, 4), at(10_000_000_000n, 5)]);
    const { total } = await store.ledger.series(request(range));
    expect(total.points.map(({ calls }) => calls)).toEqual([2, 1]);
    expect(total.total.calls).toBe(3);
  });

  test('a newer version replaces the figures, the value and the state of an older one', async () => {
    const range = store.nextWindow();
    const one = (group: string, inputTokens: number, state: string, ms: number) =>
      version(range.fromMs, 1, { group, inputTokens, state, versionUnixMs: range.fromMs + ms });
    await store.insert([one('old', 7, 'success', 1)]);
    await store.insert([one('new', 5, 'failed', 2), version(range.fromMs, 2, { group: 'new', state: 'pending' })]);
    const { values } = await store.ledger.series({ ...request(range), by: 'group' });
    expect(
      values.map(({ value, total: { calls, failed, inputTokens } }) => [value, calls, failed, inputTokens]),
    ).toEqual([['new', 1, 1, 5]]);
  });

  test('a call with several tags counts once for each tag and once in the total', async () => {
    const range = store.nextWindow();
    const tags = (value: object) => ({ tags: JSON.stringify(value), inputTokens: 3 });
    await store.insert([
      version(range.fromMs, 1, tags({ a: 'b', c: 'd', 'a=b': 'c', x: 'y' })),
      version(range.fromMs, 2, tags({ a: 'b=c' })),
      version(range.fromMs, 3, { inputTokens: 3 }),
    ]);
    const { total, values, rest } = await store.ledger.series({ ...request(range), by: 'tag', limit: 3 });
    expect(total.total).toMatchObject({ calls: 3, inputTokens: 9 });
    expect(values.map(({ value, total: { calls } }) => [value, calls])).toEqual([
      ['a=b=c', 2],
      ['', 1],
      ['a=b', 1],
    ]);
    expect(rest).toMatchObject({ values: 2, total: { calls: 2, inputTokens: 6 } });
  });
}

function describeConditions(store: TestLedger): void {
  test('the conditions of a key leave out keys of another name with the same preview', async () => {
    const range = store.nextWindow();
    await store.insert([
      version(range.fromMs, 1, { keyName: 'other', keyPreview: 'team' }),
      version(range.fromMs, 2, { keyPreview: 'team' }),
      version(range.fromMs, 3, { keyName: 'team', keyPreview: 'sk-...1' }),
    ]);
    const { values } = await store.ledger.series({ ...request(range), by: 'key' });
    expect(values.map(({ value, total: { calls } }) => [value, calls])).toEqual([
      ['team', 2],
      ['other', 1],
    ]);
    const filter = { conditions: conditionsOfSeriesValue('key', 'team') };
    expect(await store.page({ range, filter, limit: 10 })).toHaveLength(2);
  });

  test('the conditions of an endpoint leave out calls whose method and endpoint are that text', async () => {
    const range = store.nextWindow();
    await store.insert([
      version(range.fromMs, 1, { method: 'GET', path: '/a' }),
      version(range.fromMs, 2, { path: 'GET /a' }),
    ]);
    const filter = { conditions: conditionsOfSeriesValue('endpoint', 'GET /a') };
    expect(await store.page({ range, filter, limit: 10 })).toHaveLength(1);
  });
}

function describeLimits(store: TestLedger): void {
  test('sums of the largest amounts and counts are exact', async () => {
    const range = store.nextWindow();
    const largest = { costCharged: 10n ** 16n, inputTokens: 10 ** 12, group: 'g' };
    await store.insert(Array.from({ length: 1000 }, (_, index) => version(range.fromMs, index, largest)));
    const { total, values } = await store.ledger.series({ ...request(range), by: 'group', rank: 'cost' });
    const figures = { inputTokens: 1e15, charged: { nanoUsd: `1${'0'.repeat(19)}`, unknown: 0 } };
    expect([total.total, values[0]?.total]).toMatchObject([figures, figures]);
  });

  test.each([
    ['one bound', [0], /two bounds/],
    ['bounds that do not ascend', [0, 5, 5], /ascending order/],
    ['no number', [0, NaN], /ascending order/],
    ['too many buckets', Array.from({ length: MAX_SERIES_BUCKETS + 2 }, (_, index) => index), /at most 400 buckets/],
  ])('rejects %s', async (_name, bounds, message) => {
    const series = store.ledger.series({ filter: {}, bounds, by: null, rank: 'cost', limit: 1 });
    await expect(series).rejects.toMatchObject({ name: 'StoreError' });
    await expect(series).rejects.toThrow(message);
  });

  test('accepts the highest number of buckets of any length', async () => {
    const range = store.nextWindow();
    await store.insert([version(range.fromMs, 3), version(range.fromMs, 5000)]);
    const bounds = Array.from({ length: MAX_SERIES_BUCKETS + 1 }, (_, index) => range.fromMs + index ** 2);
    const { total } = await store.ledger.series({ filter: {}, bounds, by: null, rank: 'cost', limit: 1 });
    expect(total.points.flatMap(({ calls }, index) => (calls > 0 ? [index] : []))).toEqual([1, 70]);
  });
}
