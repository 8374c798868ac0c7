import { version, type TestLedger } from './test-ledger.ts';

/** Tests sums beyond the numbers of a double. */
export function describeTotals(store: TestLedger): void {
  describe('totals', () => {
    test('sums the largest amounts and counts exactly', async () => {
      const range = store.nextWindow();
      const maxAmount = 10n ** 16n;
      const largest = { costList: maxAmount, costPaid: maxAmount, costCharged: maxAmount, inputTokens: 10 ** 12 };
      await store.insert(Array.from({ length: 1000 }, (_, index) => version(range.fromMs, index, largest)));
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({
        inputTokens: 1e15,
        cost: {
          charged: { nanoUsd: String(1000n * maxAmount), unknown: 0 },
          paid: { nanoUsd: String(1000n * maxAmount) },
        },
      });
    });

    test('reports the highest counts of any minute', async () => {
      const windows = Array.from({ length: 20 }, () => store.nextWindow());
      const range = { fromMs: windows[0]!.fromMs, toMs: windows.at(-1)!.toMs };
      // A minute has six windows; the last window is in another minute than the first.
      await store.insert([
        ...[1, 2, 3].map((index) => version(windows[0]!.fromMs, index, { inputTokens: 1 })),
        version(windows.at(-1)!.fromMs, 1, { inputTokens: 10, outputTokens: 5 }),
      ]);
      const { busiestMinute } = await store.ledger.totals({ range, filter: {} });
      expect(busiestMinute).toEqual({ requests: 3, tokens: 15 });
    });

    test('returns zeros for a range without records', async () => {
      const { requests, cost, busiestMinute } = await store.ledger.totals({ range: store.nextWindow(), filter: {} });
      expect(requests).toBe(0);
      expect(cost.charged).toEqual({ nanoUsd: '0', unknown: 0 });
      expect(busiestMinute).toEqual({ requests: 0, tokens: 0 });
    });
  });
}

/** Tests percentiles and histograms. */
export function describeFigures(store: TestLedger): void {
  describe('percentiles', () => {
    test('are within 1 % of the exact values, over ended calls', async () => {
      const range = store.nextWindow();
      const durations = Array.from({ length: 1000 }, (_, index) => Math.round(1e6 * 1.01 ** index));
      await store.insert([
        ...durations.map((durationNs, index) => ({ ...version(range.fromMs, index), durationNs: BigInt(durationNs) })),
        ...Array.from({ length: 500 }, (_, index) => version(range.fromMs, 1000 + index, { state: 'pending' })),
        ...Array.from({ length: 500 }, (_, index) => version(range.fromMs, 1500 + index, { recordType: 'request' })),
      ]);
      const { durationMs, firstChunkMs } = await store.ledger.percentiles({ range, filter: {} });
      for (const [value, level] of [
        [durationMs?.p50, 0.5],
        [durationMs?.p95, 0.95],
        [durationMs?.p99, 0.99],
      ] as const) {
        const exact = durations[Math.floor(level * (durations.length - 1))]! / 1e6;
        expect(Math.abs(value! / exact - 1)).toBeLessThanOrEqual(0.01);
      }
      expect(firstChunkMs).toBeNull();
    });
  });

  describe('histograms', () => {
    test('count a record in the bucket in which it started, and have all buckets of the range', async () => {
      const range = store.nextWindow();
      const at = (offsetMs: number, state = 'success') => version(range.fromMs, offsetMs, { state });
      await store.insert([at(0), at(3333), at(3334, 'failed'), at(9999, 'cancelled')]);
      const { bucketMs, buckets } = await store.ledger.histogram({ range, filter: {}, buckets: 3 });
      expect(bucketMs).toBe(3334);
      const none = { success: 0, failed: 0, cancelled: 0, running: 0, lost: 0 };
      expect(buckets).toEqual([
        { startMs: range.fromMs, counts: { ...none, success: 2 } },
        { startMs: range.fromMs + 3334, counts: { ...none, failed: 1 } },
        { startMs: range.fromMs + 6668, counts: { ...none, cancelled: 1 } },
      ]);
    });
  });
}
