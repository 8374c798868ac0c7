import { MAX_SERIES_VALUES, type SeriesField } from '../series.ts';
import type { RecordVersion } from './record-version.ts';
import { version, type TestLedger } from './test-ledger.ts';

const NONE = { durationMs: null, firstChunkMs: null };

/** A call of one millisecond and `index` hundredths of it more. */
function call(fromMs: number, index: number, attributes: object = {}): RecordVersion {
  return { ...version(fromMs, index, attributes), durationNs: BigInt(1_000_000 + 10_000 * index) };
}

/** Tests percentiles over time. */
export function describeLatency(store: TestLedger): void {
  describe('latency', () => {
    test('percentiles of each bucket and of all are within 1 % of the exact values', async () => {
      const { fromMs } = store.nextWindow();
      const indexes = Array.from({ length: 600 }, (_, index) => index);
      await store.insert([
        ...indexes.map((index) => call(fromMs, index, { timeToFirstChunk: 0.001 * (index + 1) })),
        ...indexes.map((index) => version(fromMs, 1000 + index, { state: 'pending' })),
      ]);
      const bounds = [fromMs, fromMs + 200, fromMs + 600, fromMs + 5000];
      const { total, values } = await store.ledger.latency({ filter: {}, bounds, by: null, values: [] });
      expect(values).toEqual([]);
      expect(total.points[2]).toEqual(NONE);
      for (const [found, first, last] of [
        [total.points[0], 0, 199],
        [total.points[1], 200, 599],
        [total.total, 0, 599],
      ] as const) {
        for (const [name, level] of [
          ['p50', 0.5],
          ['p95', 0.95],
          ['p99', 0.99],
        ] as const) {
          const index = first + Math.floor(level * (last - first));
          expect(Math.abs((found?.durationMs?.[name] ?? 0) / (1 + index / 100) - 1)).toBeLessThanOrEqual(0.01);
          expect(Math.abs((found?.firstChunkMs?.[name] ?? 0) / (1 + index) - 1)).toBeLessThanOrEqual(0.01);
        }
      }
    });

    test.each<[SeriesField, object, string]>([
      ['group', { group: 'g' }, 'g'],
      ['tag', { tags: '{"team":"search","a":"b"}' }, 'team=search'],
      ['key', { keyPreview: 'sk-...1234' }, 'sk-...1234'],
      ['user', {}, ''],
    ])('percentiles by %s are those of its calls, in the order of the request', async (by, attributes, value) => {
      const { fromMs, toMs } = store.nextWindow();
      const other = { group: 'x', tags: '{"x":"y"}', keyName: 'x', userId: 'x' };
      await store.insert([call(fromMs, 100, attributes), call(fromMs, 900, other)]);
      const bounds = [fromMs, fromMs + 500, toMs];
      const { total, values } = await store.ledger.latency({ filter: {}, bounds, by, values: ['none', value] });
      const ofOne = await store.ledger.latency({ filter: {}, bounds: bounds.slice(0, 2), by: null, values: [] });
      expect(values).toEqual([
        { value: 'none', total: NONE, points: [NONE, NONE] },
        { value, total: ofOne.total.total, points: [ofOne.total.total, NONE] },
      ]);
      expect(total.points.map(({ durationMs }) => Math.round((durationMs?.p50 ?? 0) * 10))).toEqual([20, 100]);
    });

    test('rejects more values than a page can show', async () => {
      const values = Array.from({ length: MAX_SERIES_VALUES + 1 }, (_, index) => String(index));
      const latency = store.ledger.latency({ filter: {}, bounds: [0, 1], by: 'user', values });
      await expect(latency).rejects.toMatchObject({ name: 'StoreError', kind: 'limit' });
    });
  });
}
